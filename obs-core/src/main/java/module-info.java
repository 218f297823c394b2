/** What the signals and the exporters of obs4j share. */
module io.obs4j.core {
  requires transitive io.opentelemetry.api;
  requires transitive io.opentelemetry.context;
  requires static transitive org.jspecify;
}
