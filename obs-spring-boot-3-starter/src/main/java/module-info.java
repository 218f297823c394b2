/** The starter for Spring Boot 3.5. */
@SuppressWarnings("module") // The digit is that of Spring Boot.
module io.obs4j.spring.boot3 {
  requires transitive io.obs4j.spring;
  requires transitive spring.boot.actuator;
  requires transitive spring.boot.actuator.autoconfigure;
  requires transitive spring.boot.autoconfigure;
  requires spring.context;
  requires static com.fasterxml.jackson.annotation; // of annotations of the actuator
  requires static transitive org.jspecify;

  exports io.obs4j.spring.boot3;

  opens io.obs4j.spring.boot3; // Spring makes beans of what is not public, too
}
