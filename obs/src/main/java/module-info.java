/** The facade of obs4j: one object that wires the signals and the chosen exporters. */
@SuppressWarnings("module") // The qualified export names a module that is built later.
module io.obs4j {
  requires transitive io.obs4j.core;
  requires transitive io.obs4j.logging;
  requires transitive io.obs4j.metrics;
  requires transitive io.obs4j.tracing;
  requires static transitive org.jspecify;

  exports io.obs4j;
  exports io.obs4j.context;
  exports io.obs4j.executor;
  exports io.obs4j.health;
  exports io.obs4j.proxy to
      io.obs4j.spring;

  uses io.obs4j.core.ExporterProvider;
}
