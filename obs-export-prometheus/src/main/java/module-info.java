/** Metrics in the formats that Prometheus scrapes, and the endpoint that serves them. */
module io.obs4j.export.prometheus {
  requires transitive io.obs4j.core;
  requires transitive jdk.httpserver;
  requires static transitive org.jspecify;

  exports io.obs4j.export.prometheus;

  provides io.obs4j.core.ExporterProvider with
      io.obs4j.export.prometheus.PrometheusProvider;
}
