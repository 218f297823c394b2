/** The OpenTelemetry tracing API without its SDK: spans, samplers and propagators. */
module io.obs4j.tracing {
  requires transitive io.obs4j.core;
  requires static org.crac;
  requires static transitive org.jspecify;

  exports io.obs4j.tracing;
}
