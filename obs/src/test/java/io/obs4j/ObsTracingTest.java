package io.obs4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.export.prometheus.PrometheusWriter;
import io.obs4j.tracing.Propagators;
import io.obs4j.tracing.Sampler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the facade makes of tracing. */
class ObsTracingTest {

  private final LogRecorder log = new LogRecorder();
  private final InMemoryExporter exporter = InMemoryExporter.create();

  private ObsBuilder builder(Map<String, String> variables) {
    return Obs.builder()
        .service("orders", "1.4.2")
        .environment(variables)
        .diagnostics(Diagnostics.loggingTo(log));
  }

  private Obs start() {
    return builder(Map.of()).export(exporter).start();
  }

  private List<SpanRecord> spans(int count) {
    return exporter.awaitSpans(count, Duration.ofSeconds(10));
  }

  private static Map<String, String> injected(Obs obs) {
    Map<String, String> headers = new HashMap<>();
    obs.openTelemetry()
        .getPropagators()
        .getTextMapPropagator()
        .inject(Context.current(), headers, Map::put);
    return headers;
  }

  private static String page(Obs obs) throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try (PrometheusWriter writer =
        PrometheusWriter.of(obs.metrics(), obs.resource(), obs.diagnostics())) {
      writer.write(page, "application/openmetrics-text; version=1.0.0");
    }
    return page.toString(UTF_8);
  }

  @Test
  void span_isCurrentUntilItIsClosed() {
    try (Obs obs = start()) {
      try (ActiveSpan outer = obs.span("outer")) {
        assertThat(Span.current()).isSameAs(outer.span());
        try (ActiveSpan inner = obs.span("inner")) {
          inner.span().setAttribute("n", 1);
        }
        assertThat(Span.current()).isSameAs(outer.span());
      }
      assertThat(Span.current().getSpanContext().isValid()).isFalse();
      List<SpanRecord> spans = spans(2);
      assertThat(spans).extracting(SpanRecord::name).containsExactly("inner", "outer");
      assertThat(spans.get(0).parentSpanId()).isEqualTo(spans.get(1).spanId());
      assertThat(spans.get(0).attributes().get(AttributeKey.longKey("n"))).isEqualTo(1);
      assertThat(spans.get(0).scope().name()).isEqualTo("orders");
    }
  }

  @Test
  void span_runsATask_endsWithItsResult() throws Exception {
    try (Obs obs = start()) {
      assertThat(obs.span("sum", () -> 1 + 1)).isEqualTo(2);
      assertThat(spans(1).get(0).status()).isEqualTo(StatusCode.UNSET);
    }
  }

  @Test
  void span_taskThrows_recordsWhatEscapes() {
    try (Obs obs = start()) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  obs.span(
                      "charge",
                      () -> {
                        throw new IllegalStateException("declined");
                      }))
          .withMessage("declined");
      SpanRecord span = spans(1).get(0);
      assertThat(span.status()).isEqualTo(StatusCode.ERROR);
      assertThat(span.events())
          .singleElement()
          .extracting(event -> event.attributes().get(AttributeKey.stringKey("exception.message")))
          .isEqualTo("declined");
      assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }
  }

  @Test
  void tracer_namesTheScope() {
    try (Obs obs = start()) {
      obs.tracer("library").spanBuilder("work").startSpan().end();
      assertThat(obs.tracer("library")).isSameAs(obs.tracer("library"));
      assertThat(spans(1).get(0).scope().name()).isEqualTo("library");
    }
  }

  @Test
  void exemplar_namesTheCurrentSpan() throws Exception {
    try (Obs obs = start()) {
      var latency = obs.metrics().histogram("latency").unit("s").create();
      try (ActiveSpan span = obs.span("request")) {
        latency.record(0.1);
        assertThat(page(obs))
            .contains("trace_id=\"" + span.span().getSpanContext().getTraceId() + '"')
            .contains("span_id=\"" + span.span().getSpanContext().getSpanId() + '"');
      }
    }
  }

  @Test
  void openTelemetry_metersRecordIntoTheMetrics() throws Exception {
    try (Obs obs = start()) {
      obs.openTelemetry().getMeter("library").counterBuilder("calls").build().add(3);
      assertThat(page(obs)).contains("calls_total{otel_scope_name=\"library\"} 3");
    }
  }

  @Test
  void sampler_fromTheEnvironment() {
    try (Obs obs = builder(Map.of("OTEL_TRACES_SAMPLER", "always_off")).start();
        ActiveSpan span = obs.span("a")) {
      assertThat(span.span().getSpanContext().isValid()).isTrue();
      assertThat(span.span().getSpanContext().isSampled()).isFalse();
    }
  }

  @Test
  void sampler_codeWinsOverTheEnvironment() {
    try (Obs obs =
            builder(Map.of("OTEL_TRACES_SAMPLER", "always_off"))
                .tracing(tracing -> tracing.sampler(Sampler.alwaysOn()))
                .start();
        ActiveSpan span = obs.span("a")) {
      assertThat(span.span().getSpanContext().isSampled()).isTrue();
    }
  }

  @Test
  @SuppressWarnings("try") // Spans are opened to be current.
  void propagator_isW3cUnlessTheEnvironmentOrCodeSaysOtherwise() {
    try (Obs obs = builder(Map.of()).start();
        ActiveSpan span = obs.span("a")) {
      assertThat(injected(obs)).containsOnlyKeys("traceparent");
    }
    try (Obs obs = builder(Map.of("OTEL_PROPAGATORS", "b3")).start();
        ActiveSpan span = obs.span("a")) {
      assertThat(injected(obs)).containsOnlyKeys("b3");
    }
    try (Obs obs = builder(Map.of()).propagator(Propagators.jaeger()).start();
        ActiveSpan span = obs.span("a")) {
      assertThat(injected(obs)).containsOnlyKeys("uber-trace-id");
    }
  }

  @Test
  @SuppressWarnings("try") // Spans are opened to be current.
  void spansOfSomebodyElse_goToThemAlone() throws IOException {
    InMemoryExporter theirs = InMemoryExporter.create();
    try (Obs maker = builder(Map.of("OTEL_PROPAGATORS", "b3")).export(theirs).start();
        Obs obs = builder(Map.of()).spansBy(maker.openTelemetry()).export(exporter).start()) {
      try (ActiveSpan span = obs.span("a")) {
        assertThat(injected(obs)).containsOnlyKeys("b3");
        obs.operation("order.create").create().start().close();
      }
      assertThat(theirs.spans()).extracting(SpanRecord::name).containsExactly("order.create", "a");
      assertThat(exporter.spans()).isEmpty();
      assertThat(page(obs)).contains("order_create_calls_total");
    }
  }

  @Test
  @SuppressWarnings("try") // Spans are opened to be current.
  void spansOfSomebodyElse_travelAsTheCodeSays() {
    try (Obs maker = builder(Map.of()).start();
        Obs obs =
            builder(Map.of())
                .spansBy(maker.openTelemetry())
                .propagator(Propagators.jaeger())
                .start();
        ActiveSpan span = obs.span("a")) {
      assertThat(injected(obs)).containsOnlyKeys("uber-trace-id");
    }
  }

  @Test
  void disabled_recordsNoSpansAndStillPropagates() {
    try (Obs obs = builder(Map.of("OTEL_SDK_DISABLED", "true")).export(exporter).start();
        ActiveSpan span = obs.span("a")) {
      assertThat(span.span().isRecording()).isFalse();
      assertThat(injected(obs)).isEmpty();
    }
    assertThat(exporter.spans()).isEmpty();
  }

  @Test
  void close_spansEndedBeforeAreDelivered() {
    Obs obs = start();
    obs.span("last").close();
    obs.close();
    assertThat(exporter.spans()).hasSize(1);
    obs.span("later").close();
    assertThat(exporter.spans()).hasSize(1);
  }

  @Test
  void installGlobal_isIdempotentAndRefusesAnotherUntilTheClose() {
    try (Obs second = builder(Map.of()).start()) {
      try (Obs first = builder(Map.of()).start()) {
        assertThat(first.installGlobal()).isTrue();
        assertThat(first.installGlobal()).isTrue();
        assertThat(GlobalOpenTelemetry.get().getTracer("x")).isSameAs(first.tracer("x"));
        assertThat(second.installGlobal()).isFalse();
        assertThat(log.lines).anyMatch(line -> line.contains("Another Obs is installed"));
      }
      Span orphan = GlobalOpenTelemetry.get().getTracer("x").spanBuilder("a").startSpan();
      assertThat(orphan.getSpanContext().isValid()).isFalse();
      assertThat(second.installGlobal()).isTrue();
      assertThat(GlobalOpenTelemetry.get().getTracer("x")).isSameAs(second.tracer("x"));
    }
  }
}
