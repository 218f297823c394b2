/** Metrics, traces and logs over OTLP/HTTP. */
module io.obs4j.export.otlp {
  requires transitive io.obs4j.core;
  requires com.fasterxml.jackson.core;
  requires static transitive org.jspecify;

  exports io.obs4j.export.otlp;
}
