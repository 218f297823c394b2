package io.obs4j.tracing;

import io.obs4j.core.internal.Hex;
import io.obs4j.core.internal.SpanIds;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers {@code traceparent} and {@code tracestate}. A malformed {@code traceparent}, or more
 * than one, is none; a malformed {@code tracestate} is an empty one, which leaves the {@code
 * traceparent} as it is.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/">W3C Trace Context Level 2</a>
 */
final class W3CPropagator implements TextMapPropagator {

  private static final String TRACEPARENT = "traceparent";
  private static final String TRACESTATE = "tracestate";

  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = TRACE_ID + 32 + 1;
  private static final int FLAGS = SPAN_ID + 16 + 1;
  private static final int LENGTH = FLAGS + 2;
  private static final int FORBIDDEN_VERSION = 0xFF;

  /** Sampled and random; the others are reserved, and to be sent as zero. */
  private static final int KNOWN_FLAGS = 0b11;

  @Override
  public Collection<String> fields() {
    return List.of(TRACEPARENT, TRACESTATE);
  }

  @Override
  public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    String header = Headers.only(carrier, getter, TRACEPARENT);
    NonRecordingSpan parent = header == null ? null : parse(header);
    if (parent == null) {
      return context;
    }
    String state = Headers.joined(carrier, getter, TRACESTATE, W3CTraceState.LONGEST);
    return context.with(state == null ? parent : parent.with(W3CTraceState.parse(state)));
  }

  private static @Nullable NonRecordingSpan parse(String header) {
    int from = Headers.skipSpace(header, 0, header.length());
    int length = Headers.dropSpace(header, from, header.length()) - from;
    if (length < LENGTH
        || header.charAt(from + TRACE_ID - 1) != '-'
        || header.charAt(from + SPAN_ID - 1) != '-'
        || header.charAt(from + FLAGS - 1) != '-') {
      return null;
    }
    long version = Hex.parse(header, from, from + 2);
    long flags = Hex.parse(header, from + FLAGS, from + LENGTH);
    if ((version | flags) < 0 || version == FORBIDDEN_VERSION) {
      return null;
    }
    // Later versions may append fields; this one has none to append.
    if (length > LENGTH && (version == 0 || header.charAt(from + LENGTH) != '-')) {
      return null;
    }
    return NonRecordingSpan.remote(
        header,
        from + TRACE_ID,
        from + SPAN_ID - 1,
        header,
        from + SPAN_ID,
        from + FLAGS - 1,
        TraceFlags.fromByte((byte) (flags & KNOWN_FLAGS)));
  }

  @Override
  public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    if (!span.isValid()) {
      return;
    }
    long high = SpanIds.traceIdHigh(span);
    long low = SpanIds.traceIdLow(span);
    long id = SpanIds.spanId(span);
    int flags = span.getTraceFlags().asByte() & KNOWN_FLAGS;
    setter.set(
        carrier,
        TRACEPARENT,
        HeaderWriter.acquire()
            .ascii(0, '0')
            .ascii(1, '0')
            .ascii(TRACE_ID - 1, '-')
            .hex(TRACE_ID, high)
            .hex(TRACE_ID + 16, low)
            .ascii(SPAN_ID - 1, '-')
            .hex(SPAN_ID, id)
            .ascii(FLAGS - 1, '-')
            .hexByte(FLAGS, flags)
            .finish(LENGTH));
    TraceState state = span.getTraceState();
    if (!state.isEmpty()) {
      setter.set(carrier, TRACESTATE, W3CTraceState.text(state));
    }
  }

  @Override
  public String toString() {
    return "tracecontext";
  }
}
