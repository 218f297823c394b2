package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.Allocations;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NonRecordingSpanTest {

  private static final TraceState NONE = TraceState.getDefault();
  private static final TraceState STATE = TraceState.builder().put("k", "v").build();

  private final NonRecordingSpan span =
      NonRecordingSpan.remote(1, 0xABCDEF, 0xFF00000000000000L, TraceFlags.getSampled(), NONE);

  @Test
  void ids_asText_areHexOfFullLength() {
    assertThat(span.getTraceId()).isEqualTo("00000000000000010000000000abcdef");
    assertThat(span.getSpanId()).isEqualTo("ff00000000000000");
    assertThat(span.getTraceIdBytes()).hasSize(16).endsWith(0xAB, 0xCD, 0xEF);
  }

  @Test
  void span_isItsOwnContext() {
    assertThat(span.getSpanContext()).isSameAs(span);
    assertThat(span.isValid()).isTrue();
    assertThat(span.isRemote()).isTrue();
    assertThat(span.isSampled()).isTrue();
    assertThat(span.isRecording()).isFalse();
    assertThat(NonRecordingSpan.local(1, 2, 3, TraceFlags.getDefault(), NONE).isRemote()).isFalse();
    assertThat(Span.fromContext(Context.root().with(span))).isSameAs(span);
  }

  @ParameterizedTest
  @CsvSource({"0,0,1,false", "1,0,0,false", "0,1,1,true", "1,0,1,true", "-1,-1,-1,true"})
  void isValid_needsBothIds(long high, long low, long id, boolean valid) {
    NonRecordingSpan made = NonRecordingSpan.local(high, low, id, TraceFlags.getDefault(), NONE);

    assertThat(made.isValid()).isEqualTo(valid);
    assertThat(
            SpanContext.create(made.getTraceId(), made.getSpanId(), TraceFlags.getDefault(), NONE)
                .isValid())
        .isEqualTo(valid);
  }

  @Test
  void mutators_ofAllKinds_doNothing() {
    Attributes attributes = Attributes.builder().put("a", 1).build();

    assertThat(
            span.setAttribute("k", "v")
                .setAttribute("k", 1)
                .setAttribute("k", 1.0)
                .setAttribute("k", true)
                .setAttribute("k", Value.of("v"))
                .setAttribute(AttributeKey.stringKey("k"), "v")
                .setAttribute(AttributeKey.longKey("k"), 1)
                .setAllAttributes(attributes)
                .addEvent("e")
                .addEvent("e", attributes)
                .addEvent("e", 1, TimeUnit.SECONDS)
                .addEvent("e", Instant.EPOCH)
                .addEvent("e", attributes, 1, TimeUnit.SECONDS)
                .addEvent("e", attributes, Instant.EPOCH)
                .setStatus(StatusCode.ERROR)
                .setStatus(StatusCode.ERROR, "d")
                .recordException(new IllegalStateException())
                .recordException(new IllegalStateException(), attributes)
                .addLink(span)
                .addLink(span, attributes)
                .updateName("n"))
        .isSameAs(span);
    span.end();
    span.end(1, TimeUnit.SECONDS);
    span.end(Instant.EPOCH);
    assertThat(span.isRecording()).isFalse();
  }

  @Test
  void equals_anyContextOfTheSameValue_holdsWithTheSameHash() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 1_000; i++) {
      TraceFlags flags = TraceFlags.fromByte((byte) random.nextInt());
      TraceState state = random.nextBoolean() ? STATE : NONE;
      NonRecordingSpan ours =
          NonRecordingSpan.remote(
              random.nextLong(), random.nextLong(), random.nextLong(), flags, state);
      SpanContext theirs =
          SpanContext.createFromRemoteParent(ours.getTraceId(), ours.getSpanId(), flags, state);

      assertThat((SpanContext) ours).isEqualTo(theirs).hasSameHashCodeAs(theirs);
      // What the documentation says of the other direction.
      assertThat(theirs.equals(ours)).isFalse();
    }
  }

  @Test
  void equals_anyDifference_isSeen() {
    TraceFlags flags = TraceFlags.getSampled();
    NonRecordingSpan ours = NonRecordingSpan.remote(1, 2, 3, flags, STATE);

    assertThat(ours)
        .isEqualTo(NonRecordingSpan.remote(1, 2, 3, flags, STATE))
        .isNotEqualTo(NonRecordingSpan.local(1, 2, 3, flags, STATE))
        .isNotEqualTo(NonRecordingSpan.remote(9, 2, 3, flags, STATE))
        .isNotEqualTo(NonRecordingSpan.remote(1, 9, 3, flags, STATE))
        .isNotEqualTo(NonRecordingSpan.remote(1, 2, 9, flags, STATE))
        .isNotEqualTo(NonRecordingSpan.remote(1, 2, 3, TraceFlags.getDefault(), STATE))
        .isNotEqualTo(NonRecordingSpan.remote(1, 2, 3, flags, NONE))
        .isNotEqualTo(null)
        .isNotEqualTo("other");
  }

  @Test
  void toString_namesAll() {
    assertThat(NonRecordingSpan.remote(1, 2, 3, TraceFlags.getSampled(), STATE).toString())
        .startsWith("NonRecordingSpan{traceId=00000000000000010000000000000002, ")
        .contains("spanId=0000000000000003, flags=01, ", "{k=v}", "remote=true");
  }

  @Test
  void construction_withoutTraceState_takes40Bytes() {
    TraceFlags flags = TraceFlags.getDefault();

    assertThat(Allocations.perCall(() -> NonRecordingSpan.local(1, 2, 3, flags, NONE)))
        .isEqualTo(40);
  }

  @Test
  void getTraceId_takesTheStringAlone() {
    assertThat(Allocations.perCall(span::getTraceId)).isEqualTo(24 + 48);
  }
}
