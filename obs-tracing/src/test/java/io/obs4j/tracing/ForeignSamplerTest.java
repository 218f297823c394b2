package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.judges.LogLines;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whatever the sampler of a user does, a span starts, and the fault is told. */
class ForeignSamplerTest {

  private final LogLines log = new LogLines();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(log);

  private Span start(Sampler sampler) {
    SpanStart start = SpanStart.root(-1).under(true, "th:8;p:8");
    return Tracing.builder()
        .diagnostics(diagnostics)
        .sampler(sampler)
        .build()
        .tracerProvider()
        .get("foreign")
        .spanBuilder("span")
        .setParent(Context.root().with(Span.wrap(start.parent())))
        .startSpan();
  }

  private Span startWith(UnaryOperator<TraceState> state) {
    Sampling sampling = new Sampling(Sampling.Decision.SAMPLE, Attributes.empty(), state);
    return start((parent, high, low, name, kind, attributes) -> sampling);
  }

  private void assertTold(String... parts) {
    assertThat(diagnostics.faultCount(Tracing.FAULT_OF_SAMPLER)).isEqualTo(1);
    assertThat(log.texts()).singleElement().asString().contains(parts);
  }

  @Test
  void startSpan_samplerThatThrows_isNotRecorded() {
    Span span =
        start(
            (parent, high, low, name, kind, attributes) -> {
              throw new StackOverflowError("planted");
            });

    assertThat(span.isRecording()).isFalse();
    assertThat(span.getSpanContext().isValid()).isTrue();
    assertTold("ForeignSamplerTest", "StackOverflowError", "not recorded", "Mend it.");
  }

  @Test
  @SuppressWarnings("NullAway") // What a user without NullAway may do.
  void startSpan_samplerThatReturnsNull_isNotRecorded() {
    Span span = start((parent, high, low, name, kind, attributes) -> null);

    assertThat(span.isRecording()).isFalse();
    assertThat(span.getSpanContext().getTraceState().get("ot")).isEqualTo("p:8");
    assertTold("returned null", "not recorded");
  }

  @Test
  void startSpan_changeOfTraceStateThatThrows_isRecordedWithTheParents() {
    Span span =
        startWith(
            parent -> {
              throw new IllegalStateException("planted");
            });

    assertThat(span.isRecording()).isTrue();
    assertThat(span.getSpanContext().getTraceState().get("ot")).isEqualTo("p:8");
    assertTold("IllegalStateException", "without a threshold");
  }

  @Test
  @SuppressWarnings("NullAway") // What a user without NullAway may do.
  void startSpan_changeOfTraceStateToNull_isRecordedWithTheParents() {
    Span span = startWith(parent -> null);

    assertThat(span.isRecording()).isTrue();
    assertThat(span.getSpanContext().getTraceState().get("ot")).isEqualTo("p:8");
    assertTold("returned null", "without a threshold");
  }
}
