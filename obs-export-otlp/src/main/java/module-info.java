/** Metrics, traces and logs over OTLP/HTTP, in protobuf and in JSON. */
module io.obs4j.export.otlp {
  requires transitive io.obs4j.core;
  requires com.fasterxml.jackson.core;
  requires static transitive org.jspecify;

  exports io.obs4j.export.otlp;

  provides io.obs4j.core.ExporterProvider with
      io.obs4j.export.otlp.OtlpProvider;
}
