package io.obs4j.core.internal;

import io.opentelemetry.api.trace.SpanContext;

/** The ids of a span as numbers: what a span context of ours can tell without making a text. */
public interface SpanIds {

  /**
   * The upper half of the trace id.
   *
   * @return 64 bits
   */
  long traceIdHigh();

  /**
   * The lower half of the trace id.
   *
   * @return 64 bits
   */
  long traceIdLow();

  /**
   * The id of the span.
   *
   * @return 64 bits
   */
  long spanId();

  /**
   * The upper half of any context's trace id.
   *
   * @param context ours or another's
   * @return 64 bits; zero if its text is not well-formed
   */
  static long traceIdHigh(SpanContext context) {
    if (isNone(context)) {
      return 0;
    }
    return context instanceof SpanIds ids ? ids.traceIdHigh() : number(context.getTraceId(), 32, 0);
  }

  /**
   * The lower half of any context's trace id.
   *
   * @param context ours or another's
   * @return 64 bits; zero if its text is not well-formed
   */
  static long traceIdLow(SpanContext context) {
    if (isNone(context)) {
      return 0;
    }
    return context instanceof SpanIds ids ? ids.traceIdLow() : number(context.getTraceId(), 32, 16);
  }

  /**
   * The span id of any context.
   *
   * @param context ours or another's
   * @return 64 bits; zero if its text is not well-formed
   */
  static long spanId(SpanContext context) {
    if (isNone(context)) {
      return 0;
    }
    return context instanceof SpanIds ids ? ids.spanId() : number(context.getSpanId(), 16, 0);
  }

  /** The context where no span is current, of which no digits need be read. */
  private static boolean isNone(SpanContext context) {
    return context == SpanContext.getInvalid();
  }

  private static long number(String text, int length, int from) {
    if (text.length() != length) {
      return 0;
    }
    long high = Hex.parse(text, from, from + 8);
    long low = Hex.parse(text, from + 8, from + 16);
    return (high | low) < 0 ? 0 : (high << 32) | low;
  }
}
