package io.obs4j.tracing;

import io.obs4j.core.internal.SpanIds;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * A span context that keeps its ids as numbers: what all our spans are. Their text is made when it
 * is asked for.
 *
 * <p>Equality is by value with every {@link SpanContext}: {@code ours.equals(theirs)} holds
 * whatever {@code theirs} is made of, and the hash codes then agree. The other way round it is up
 * to them; what {@link SpanContext#create} gives is equal to its own kind only.
 */
interface NumericSpanContext extends SpanContext, SpanIds {

  /** What travels beside the ids. */
  Marks marks();

  @Override
  default TraceFlags getTraceFlags() {
    return marks().flags;
  }

  @Override
  default TraceState getTraceState() {
    return marks().state;
  }

  @Override
  default boolean isRemote() {
    return marks().remote;
  }

  @Override
  default String getTraceId() {
    return HeaderWriter.acquire().hex(0, traceIdHigh()).hex(16, traceIdLow()).finish(32);
  }

  @Override
  default String getSpanId() {
    return HeaderWriter.acquire().hex(0, spanId()).finish(16);
  }

  @Override
  default boolean isValid() {
    return (traceIdHigh() | traceIdLow()) != 0 && spanId() != 0;
  }

  /** Whether two contexts have the same value: for {@code equals}. */
  static boolean equal(NumericSpanContext ours, @Nullable Object other) {
    return other == ours
        || (other instanceof SpanContext theirs
            && ours.traceIdHigh() == SpanIds.traceIdHigh(theirs)
            && ours.traceIdLow() == SpanIds.traceIdLow(theirs)
            && ours.spanId() == SpanIds.spanId(theirs)
            && ours.isRemote() == theirs.isRemote()
            && ours.getTraceFlags().equals(theirs.getTraceFlags())
            && equal(ours.getTraceState(), theirs.getTraceState()));
  }

  private static boolean equal(TraceState ours, TraceState theirs) {
    return ours.equals(theirs) || theirs.equals(ours);
  }

  /** For {@code hashCode}: the one of an equal context that the API made. */
  static int hash(NumericSpanContext ours) {
    String traceId = ours.getTraceId();
    String spanId = ours.getSpanId();
    return ours.isRemote()
        ? SpanContext.createFromRemoteParent(
                traceId, spanId, ours.getTraceFlags(), ours.getTraceState())
            .hashCode()
        : SpanContext.create(traceId, spanId, ours.getTraceFlags(), ours.getTraceState())
            .hashCode();
  }
}
