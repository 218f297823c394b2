package io.obs4j.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;

/**
 * Decides at the start of a span whether it is recorded and whether it is exported.
 *
 * <p>Called on the thread that starts the span, for every span: it allocates nothing, waits for
 * nobody and does not throw. Safe for use by any thread.
 */
@FunctionalInterface
public interface Sampler {

  /**
   * Decides for one span.
   *
   * @param parent the context of the parent, in this process or another one; an invalid one for the
   *     root of a trace
   * @param traceIdHigh the upper half of the trace id, which is the parent's if there is one
   * @param traceIdLow the lower half of the trace id, of which 56 bits are random
   * @param name of the span
   * @param kind of the span
   * @param attributes that it starts with
   * @return the decision
   */
  Sampling sample(
      SpanContext parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      InitialAttributes attributes);
}
