/** The starter for Spring Boot 4. */
@SuppressWarnings("module") // The digit is that of Spring Boot.
module io.obs4j.spring.boot4 {
  requires transitive io.obs4j.spring;
  requires transitive spring.boot.health;
  requires transitive spring.boot.autoconfigure;
  requires spring.context;
  requires static com.fasterxml.jackson.annotation; // of annotations of the health
  requires static transitive org.jspecify;

  exports io.obs4j.spring.boot4;

  opens io.obs4j.spring.boot4; // Spring makes beans of what is not public, too
}
