package io.obs4j.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.export.otlp.OtlpExporter;
import io.obs4j.judges.PageCode;
import io.obs4j.tracing.Sampler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code in docs/migrating-from-opentelemetry-sdk.md is in this file. */
@Timeout(120)
@SuppressWarnings("try") // Scopes are closed, not used.
class SdkMigrationPageTest {

  private static final Path PAGE = Path.of("../docs/migrating-from-opentelemetry-sdk.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/obs4j/integration/SdkMigrationPageTest.java");

  /** Nobody listens there. */
  private static final String COLLECTOR = "http://127.0.0.1:1";

  @Test
  void page_showsCodeThatRuns() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(PageCode.blocks(page)).isGreaterThanOrEqualTo(4);
    assertThat(PageCode.notIn(page, SOURCE)).isEmpty();
  }

  private static OpenTelemetrySdk before() {
    Resource resource =
        Resource.getDefault()
            .merge(
                Resource.create(
                    Attributes.of(
                        AttributeKey.stringKey("service.name"), "orders",
                        AttributeKey.stringKey("service.version"), "1.4.2")));
    var spans = OtlpHttpSpanExporter.builder().setEndpoint(COLLECTOR + "/v1/traces").build();
    var metrics = OtlpHttpMetricExporter.builder().setEndpoint(COLLECTOR + "/v1/metrics").build();
    OpenTelemetrySdk telemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .setResource(resource)
                    .setSampler(
                        io.opentelemetry.sdk.trace.samplers.Sampler.parentBased(
                            io.opentelemetry.sdk.trace.samplers.Sampler.traceIdRatioBased(0.1)))
                    .addSpanProcessor(BatchSpanProcessor.builder(spans).build())
                    .build())
            .setMeterProvider(
                SdkMeterProvider.builder()
                    .setResource(resource)
                    .registerMetricReader(
                        PeriodicMetricReader.builder(metrics)
                            .setInterval(Duration.ofSeconds(30))
                            .build())
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    return telemetry;
  }

  private static Obs after() {
    Obs obs =
        Obs.builder()
            .service("orders", "1.4.2")
            .tracing(tracing -> tracing.sampler(Sampler.parentBased(Sampler.ratio(0.1))))
            .export(
                OtlpExporter.builder().endpoint(COLLECTOR).interval(Duration.ofSeconds(30)).build())
            .start();
    OpenTelemetry telemetry = obs.openTelemetry();
    assertThat(telemetry.getTracerProvider()).isNotNull();
    return obs;
  }

  @Test
  void setup_beforeAndAfter_starts() {
    try (OpenTelemetrySdk sdk = before()) {
      assertThat(sdk.getPropagators().getTextMapPropagator().fields()).contains("traceparent");
    }
    Obs obs = after();
    assertThat(obs.openTelemetry().getPropagators().getTextMapPropagator().fields())
        .contains("traceparent");
    obs.close(Duration.ofSeconds(1));
  }

  /** As it was: it knows the API alone. */
  private static void take(OpenTelemetry telemetry) {
    Tracer tracer = telemetry.getTracer("orders");
    LongCounter orders = telemetry.getMeter("orders").counterBuilder("orders").build();

    Span span = tracer.spanBuilder("take order").startSpan();
    try (Scope scope = span.makeCurrent()) {
      orders.add(1, Attributes.of(AttributeKey.stringKey("country"), "de"));
    } finally {
      span.end();
    }
  }

  @Test
  void test_asOnThePage() throws InterruptedException {
    InMemoryExporter exporter = InMemoryExporter.create();
    try (Obs obs = Obs.builder().service("orders", "1.4.2").export(exporter).start()) {
      take(obs.openTelemetry());

      assertThat(exporter.awaitSpans(1, Duration.ofSeconds(30)).get(0).name())
          .isEqualTo("take order");
    }
  }

  @Test
  void environment_asOnThePage() {
    try (Obs obs = Obs.fromEnvironment()) {
      obs.installGlobal();

      assertThat(obs.resource().attributes().get(AttributeKey.stringKey("service.name")))
          .isNotBlank();
    }
  }
}
