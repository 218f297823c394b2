/** The facade of obs4j: one object that wires the signals and the chosen exporters. */
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

  uses io.obs4j.core.ExporterProvider;
}
