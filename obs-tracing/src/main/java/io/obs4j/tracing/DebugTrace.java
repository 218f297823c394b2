package io.obs4j.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/**
 * The wish of B3 and Jaeger that a trace is by all means kept. A span context has no place for it,
 * so it travels in the {@link Context} beside the span, from either format to either.
 */
final class DebugTrace {

  private static final ContextKey<Boolean> KEY = ContextKey.named("obs4j-debug-trace");

  private DebugTrace() {}

  static boolean isSet(Context context) {
    return Boolean.TRUE.equals(context.get(KEY));
  }

  /** The same context with the wish or without it. */
  static Context set(Context context, boolean debug) {
    return isSet(context) == debug ? context : context.with(KEY, debug);
  }
}
