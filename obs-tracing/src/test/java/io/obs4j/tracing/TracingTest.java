package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.ManualClock;
import io.obs4j.core.RecordSource.Subscription;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TracingTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final long NOON_NANOS = NOON.getEpochSecond() * 1_000_000_000L;

  private final ManualClock clock = ManualClock.at(NOON);
  private final Tracing tracing = Tracing.builder().clock(clock).build();
  private final Tracer tracer = tracing.tracerProvider().get("scope", "1.0");
  private final List<SpanRecord> ended = new CopyOnWriteArrayList<>();
  private final Subscription subscription = tracing.spans().subscribe(ended::add);

  @Test
  void span_withEverything_isPublishedOnceItHasEnded() {
    SpanContext other =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    Span span =
        tracer
            .spanBuilder("first name")
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("early", "e")
            .addLink(other)
            .startSpan();
    span.setAttribute("text", "t").setAttribute("long", 1).setAttribute("double", 1.5);
    span.setAttribute("boolean", true);
    clock.advance(Duration.ofMillis(2));
    span.addEvent("event", Attributes.builder().put("k", "v").build());
    span.setStatus(StatusCode.ERROR, "why").updateName("name");
    clock.advance(Duration.ofMillis(3));

    assertThat(ended).isEmpty();
    assertThat(span.isRecording()).isTrue();
    span.end();

    SpanRecord record = ended.get(0);
    assertThat(ended).hasSize(1);
    assertThat(span.isRecording()).isFalse();
    assertThat(record.name()).isEqualTo("name");
    assertThat(record.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(record.scope()).isEqualTo(InstrumentationScope.of("scope", "1.0"));
    assertThat(record.startEpochNanos()).isEqualTo(NOON_NANOS);
    assertThat(record.endEpochNanos()).isEqualTo(NOON_NANOS + 5_000_000);
    assertThat(record.status()).isEqualTo(StatusCode.ERROR);
    assertThat(record.statusDescription()).isEqualTo("why");
    assertThat(record.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("early", "e")
                .put("text", "t")
                .put("long", 1)
                .put("double", 1.5)
                .put("boolean", true)
                .build());
    assertThat(record.events())
        .containsExactly(
            new SpanEvent(
                NOON_NANOS + 2_000_000, "event", Attributes.builder().put("k", "v").build(), 0));
    assertThat(record.links())
        .extracting(link -> link.target().getTraceId(), link -> link.target().getSpanId())
        .containsExactly(tuple(other.getTraceId(), other.getSpanId()));
    assertThat(record.flags().isSampled()).isTrue();
    assertThat(record.parentSpanId()).isZero();
    assertThat(record.traceIdHex()).isEqualTo(span.getSpanContext().getTraceId());
    assertThat(record.spanIdHex()).isEqualTo(span.getSpanContext().getSpanId());
  }

  @Test
  void afterEnd_nothingChanges() {
    Span span = tracer.spanBuilder("name").startSpan();
    span.setAttribute("a", 1);
    span.end();
    clock.advance(Duration.ofSeconds(1));

    span.setAttribute("a", 2).addEvent("late").updateName("late").setStatus(StatusCode.OK);
    span.recordException(new IllegalStateException()).addLink(span.getSpanContext());
    span.end();

    assertThat(ended).hasSize(1);
    SpanRecord record = ended.get(0);
    assertThat(record.attributes()).isEqualTo(Attributes.builder().put("a", 1).build());
    assertThat(record.name()).isEqualTo("name");
    assertThat(record.events()).isEmpty();
    assertThat(record.links()).isEmpty();
    assertThat(record.status()).isEqualTo(StatusCode.UNSET);
    assertThat(record.endEpochNanos()).isEqualTo(NOON_NANOS);
  }

  @Test
  void child_ofTheCurrentSpan_hasItsTraceAndItsId() {
    Span parent = tracer.spanBuilder("parent").startSpan();
    Span child;
    try (Scope scope = parent.makeCurrent()) {
      assertThat(scope).isNotNull();
      assertThat(Span.current()).isSameAs(parent);
      child = tracer.spanBuilder("child").startSpan();
    }
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
    child.end();
    parent.end();

    assertThat(ended).extracting(SpanRecord::name).containsExactly("child", "parent");
    assertThat(ended.get(0).traceIdHex()).isEqualTo(ended.get(1).traceIdHex());
    assertThat(ended.get(0).parentSpanId()).isEqualTo(ended.get(1).spanId());
    assertThat(ended.get(0).isParentRemote()).isFalse();
  }

  @Test
  void startSpan_twiceFromOneBuilder_givesTwoSpansWithTheSame() {
    SpanBuilder builder = tracer.spanBuilder("name").setAttribute("a", 1);

    Span first = builder.startSpan();
    Span second = builder.setAttribute("b", 2).startSpan();
    first.end();
    second.end();

    assertThat(ended.get(0).spanId()).isNotEqualTo(ended.get(1).spanId());
    assertThat(ended.get(0).attributes().size()).isEqualTo(1);
    assertThat(ended.get(1).attributes().size()).isEqualTo(2);
  }

  @Test
  void startSpan_remoteUnsampledParent_isNotRecorded() {
    Context remote =
        Context.root()
            .with(
                NonRecordingSpan.remote(1, 2, 3, TraceFlags.getDefault(), TraceState.getDefault()));

    Span span = tracer.spanBuilder("name").setParent(remote).startSpan();
    span.setAttribute("a", 1);
    span.end();

    assertThat(span.isRecording()).isFalse();
    assertThat(span.getSpanContext().getTraceId()).endsWith("2");
    assertThat(span.getSpanContext().isRemote()).isFalse();
    assertThat(ended).isEmpty();
  }

  @Test
  void startSpan_samplerThrows_isNotRecordedAndCounted() {
    Tracing faulty =
        Tracing.builder()
            .sampler(
                (parent, high, low, name, kind, attributes) -> {
                  throw new IllegalStateException("planted");
                })
            .build();

    Span span = faulty.tracerProvider().get("scope").spanBuilder("name").startSpan();

    assertThat(span.isRecording()).isFalse();
    assertThat(faulty.diagnostics().faultCount(Tracing.FAULT_OF_SAMPLER)).isEqualTo(1);
  }

  @Test
  void end_beforeStart_hasNoDurationAndIsCounted() {
    Span span = tracer.spanBuilder("name").startSpan();
    span.end(NOON.minusSeconds(1));

    assertThat(ended.get(0).endEpochNanos()).isEqualTo(NOON_NANOS);
    assertThat(tracing.diagnostics().faultCount(Tracing.FAULT_OF_TIME)).isEqualTo(1);
  }

  @Test
  void get_sameScope_givesTheSameTracer() {
    assertThat(tracing.tracerProvider().get("scope", "1.0")).isSameAs(tracer);
    assertThat(tracing.tracerProvider().tracerBuilder("scope").build()).isNotSameAs(tracer);
    assertThat(tracing.tracer(InstrumentationScope.of("scope", "1.0"))).isSameAs(tracer);
  }

  @Test
  void spans_closedSubscription_getsNoMore() {
    subscription.close();

    tracer.spanBuilder("name").startSpan().end();

    assertThat(ended).isEmpty();
  }
}
