package io.obs4j.tracing;

import io.obs4j.core.internal.Hex;
import io.obs4j.core.internal.SpanIds;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A span that only carries ids, and is its own {@link SpanContext}: what a propagator reads from a
 * header, and what a tracer starts for a span that the sampler drops. One object of 40 bytes, as
 * long as there is no trace state.
 *
 * <p>Nothing can be recorded in it, so no call but {@link #getTraceId()} and {@link #getSpanId()},
 * which make their text anew, allocates anything. Immutable.
 */
final class NonRecordingSpan implements Span, NumericSpanContext {

  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final Marks marks;

  /** No span: the parent of the root of a trace. */
  static final NonRecordingSpan NONE =
      local(0, 0, 0, TraceFlags.getDefault(), TraceState.getDefault());

  NonRecordingSpan(long traceIdHigh, long traceIdLow, long spanId, Marks marks) {
    this.traceIdHigh = traceIdHigh;
    this.traceIdLow = traceIdLow;
    this.spanId = spanId;
    this.marks = marks;
  }

  /** The ids of a context alone, whatever it is made of: who keeps them keeps no span alive. */
  static NonRecordingSpan of(SpanContext context) {
    return context instanceof NonRecordingSpan ids
        ? ids
        : new NonRecordingSpan(
            SpanIds.traceIdHigh(context),
            SpanIds.traceIdLow(context),
            SpanIds.spanId(context),
            Marks.of(context.getTraceFlags(), context.getTraceState(), context.isRemote()));
  }

  /** A span of this process that is not recorded. */
  static NonRecordingSpan local(
      long traceIdHigh, long traceIdLow, long spanId, TraceFlags flags, TraceState state) {
    return new NonRecordingSpan(
        traceIdHigh, traceIdLow, spanId, Marks.of(flags, state, /* remote= */ false));
  }

  /** A span of another process. */
  static NonRecordingSpan remote(
      long traceIdHigh, long traceIdLow, long spanId, TraceFlags flags, TraceState state) {
    return new NonRecordingSpan(
        traceIdHigh, traceIdLow, spanId, Marks.of(flags, state, /* remote= */ true));
  }

  /**
   * A span of another process, without a trace state, whose ids are read from hexadecimal digits;
   * where there are fewer than 32 or 16, zeros stand in front.
   *
   * @return null if there are too many digits or none, anything else, or an id of zero
   */
  static @Nullable NonRecordingSpan remote(
      String traceText,
      int traceFrom,
      int traceTo,
      String spanText,
      int spanFrom,
      int spanTo,
      TraceFlags flags) {
    if (traceTo - traceFrom > 32 || spanTo - spanFrom > 16) {
      return null;
    }
    long a = word(traceText, traceFrom, traceTo - 24);
    long b = word(traceText, traceFrom, traceTo - 16);
    long c = word(traceText, traceFrom, traceTo - 8);
    long d = word(traceText, traceFrom, traceTo);
    long e = word(spanText, spanFrom, spanTo - 8);
    long f = word(spanText, spanFrom, spanTo);
    if ((a | b | c | d | e | f) < 0 || (a | b | c | d) == 0 || (e | f) == 0) {
      return null;
    }
    return remote((a << 32) | b, (c << 32) | d, (e << 32) | f, flags, TraceState.getDefault());
  }

  /** The number of up to eight digits that end before an index; negative if malformed. */
  private static long word(String text, int from, int to) {
    return Hex.parse(text, Math.max(from, to - 8), to);
  }

  /** The same with another trace state. */
  NonRecordingSpan with(TraceState state) {
    return new NonRecordingSpan(
        traceIdHigh, traceIdLow, spanId, Marks.of(marks.flags, state, marks.remote));
  }

  @Override
  public long traceIdHigh() {
    return traceIdHigh;
  }

  @Override
  public long traceIdLow() {
    return traceIdLow;
  }

  @Override
  public long spanId() {
    return spanId;
  }

  @Override
  public Marks marks() {
    return marks;
  }

  @Override
  public SpanContext getSpanContext() {
    return this;
  }

  @Override
  public Context storeInContext(@Nullable Context context) {
    return SpanNode.in(context, this);
  }

  @Override
  public boolean isRecording() {
    return false;
  }

  @Override
  public Span setAttribute(String key, @Nullable String value) {
    return this;
  }

  @Override
  public Span setAttribute(String key, long value) {
    return this;
  }

  @Override
  public Span setAttribute(String key, double value) {
    return this;
  }

  @Override
  public Span setAttribute(String key, boolean value) {
    return this;
  }

  @Override
  public Span setAttribute(String key, Value<?> value) {
    return this;
  }

  @Override
  public <T> Span setAttribute(AttributeKey<T> key, @Nullable T value) {
    return this;
  }

  @Override
  public Span setAttribute(AttributeKey<Long> key, int value) {
    return this;
  }

  @Override
  public Span setAllAttributes(Attributes attributes) {
    return this;
  }

  @Override
  public Span addEvent(String name, Attributes attributes) {
    return this;
  }

  @Override
  public Span addEvent(String name, Attributes attributes, long timestamp, TimeUnit unit) {
    return this;
  }

  @Override
  public Span addEvent(String name, Instant timestamp) {
    return this;
  }

  @Override
  public Span addEvent(String name, Attributes attributes, Instant timestamp) {
    return this;
  }

  @Override
  public Span setStatus(StatusCode statusCode, String description) {
    return this;
  }

  @Override
  public Span recordException(Throwable exception, Attributes attributes) {
    return this;
  }

  @Override
  public Span addLink(SpanContext target, Attributes attributes) {
    return this;
  }

  @Override
  public Span updateName(String name) {
    return this;
  }

  @Override
  public void end() {}

  @Override
  public void end(long timestamp, TimeUnit unit) {}

  @Override
  public void end(Instant timestamp) {}

  @Override
  public boolean equals(@Nullable Object other) {
    return NumericSpanContext.equal(this, other);
  }

  @Override
  public int hashCode() {
    return NumericSpanContext.hash(this);
  }

  @Override
  public String toString() {
    return "NonRecordingSpan{traceId="
        + getTraceId()
        + ", spanId="
        + getSpanId()
        + ", flags="
        + marks.flags.asHex()
        + ", state="
        + marks.state.asMap()
        + ", remote="
        + marks.remote
        + "}";
  }
}
