/** Counters, gauges, histograms, summaries and timers. */
module io.obs4j.metrics {
  requires transitive io.obs4j.core;
  requires HdrHistogram;
  requires static io.opentelemetry.api.incubator;
  requires java.management;
  requires static jdk.jfr;
  requires static jdk.management;
  requires static transitive org.jspecify;

  exports io.obs4j.metrics;
  exports io.obs4j.metrics.runtime;
}
