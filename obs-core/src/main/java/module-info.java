/** What the signals and the exporters of obs4j share. */
@SuppressWarnings("module") // The qualified exports name modules that are built later.
module io.obs4j.core {
  requires transitive io.opentelemetry.api;
  requires transitive io.opentelemetry.context;
  requires org.jctools.core;
  requires static transitive org.jspecify;
  requires static reactor.core;

  exports io.obs4j.annotation;
  exports io.obs4j.core;
  exports io.obs4j.core.export;
  exports io.obs4j.core.internal to
      io.obs4j.metrics,
      io.obs4j.tracing,
      io.obs4j.logging,
      io.obs4j.slf4j,
      io.obs4j.logback,
      io.obs4j.log4j2,
      io.obs4j.export.otlp,
      io.obs4j.export.zipkin,
      io.obs4j.export.prometheus;
  exports io.obs4j.core.internal.http to
      io.obs4j.export.otlp,
      io.obs4j.export.zipkin;
  exports io.obs4j.core.internal.request to
      io.obs4j.http,
      io.obs4j.micrometer;
  exports io.obs4j.operation;

  provides io.obs4j.core.ExporterProvider with
      io.obs4j.core.export.ConsoleProvider;
}
