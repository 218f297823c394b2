/** Services in a servlet container, observed. */
module io.obs4j.servlet {
  requires transitive io.obs4j;
  requires transitive io.obs4j.http;
  requires transitive io.obs4j.export.prometheus;
  requires transitive jakarta.servlet;
  requires static transitive org.jspecify;

  exports io.obs4j.servlet;

  provides jakarta.servlet.ServletContainerInitializer with
      io.obs4j.servlet.ObsInitializer;
}
