package io.obs4j.core.internal;

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
}
