/** A meter registry and an observation handler of Micrometer, on the engine of obs4j. */
module io.obs4j.micrometer {
  requires transitive io.obs4j.metrics;
  requires transitive micrometer.core;
  requires transitive micrometer.observation;
  requires micrometer.commons;
  requires static transitive context.propagation;
  requires static transitive org.jspecify;

  exports io.obs4j.micrometer;

  provides io.micrometer.context.ThreadLocalAccessor with
      io.obs4j.micrometer.OpenTelemetryContextAccessor;
}
