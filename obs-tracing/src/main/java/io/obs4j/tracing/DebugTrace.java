package io.obs4j.tracing;

import io.obs4j.core.internal.SpanIds;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/**
 * The wish of B3 and Jaeger that a trace is by all means kept. A span context has no place for it,
 * so it travels in the {@link Context} beside the span, from either format to either.
 *
 * <p>It is one for the trace it came with, as headers of another format may bring another trace.
 * One that came without ids is for whichever trace the request gets.
 */
final class DebugTrace {

  /** The parent that came with the wish, which is sampled; one that is not if there is no wish. */
  private static final ContextKey<NonRecordingSpan> KEY = ContextKey.named("obs4j-debug-trace");

  private DebugTrace() {}

  /** Whether a context has the wish for the trace of a span. */
  static boolean isSet(Context context, SpanContext span) {
    NonRecordingSpan parent = context.get(KEY);
    return parent != null
        && parent.isSampled()
        && (!parent.isValid()
            || (parent.traceIdHigh() == SpanIds.traceIdHigh(span)
                && parent.traceIdLow() == SpanIds.traceIdLow(span)));
  }

  /** A context with a parent, and with the wish for its trace or without any. */
  static Context with(Context context, NonRecordingSpan parent, boolean debug) {
    Context extracted = context.with(parent);
    if (debug) {
      return extracted.with(KEY, parent);
    }
    return context.get(KEY) == null ? extracted : extracted.with(KEY, NonRecordingSpan.NONE);
  }
}
