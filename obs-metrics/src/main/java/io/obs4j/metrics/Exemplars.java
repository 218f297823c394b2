package io.obs4j.metrics;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Exemplar;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Makes exemplars of recordings within sampled spans.
 *
 * <p>A series is armed with a number of attempts, and armed anew when it has been read: so each
 * reading has at most one new exemplar (one a bucket), and the context is looked at a bounded
 * number of times in between. Where no span has ever been seen, the attempts are few.
 *
 * <p>The context and its spans are foreign code. What they throw costs the exemplar, never the
 * recording, and is counted.
 *
 * <p>Threads race on {@code spansSeen}, which only ever becomes true.
 */
final class Exemplars {

  /** The kind of fault when the current span cannot be told. */
  static final String FAULT = "metrics.exemplar";

  private static final int ATTEMPTS = 256;
  private static final int ATTEMPTS_WITHOUT_SPANS = 8;

  private final Clock clock;
  private final Diagnostics diagnostics;
  private final boolean enabled;
  private boolean spansSeen;

  Exemplars(Clock clock, Diagnostics diagnostics, boolean enabled) {
    this.clock = clock;
    this.diagnostics = diagnostics;
    this.enabled = enabled;
  }

  /** How often a series may look for a span until it is read. */
  int attempts() {
    if (!enabled) {
      return 0;
    }
    return spansSeen ? ATTEMPTS : ATTEMPTS_WITHOUT_SPANS;
  }

  /** Whether a span has ever been seen. */
  boolean isTraced() {
    return spansSeen;
  }

  /**
   * An exemplar of a span, or null if it is not sampled or there is none.
   *
   * @param context of the span; null for the current one
   */
  @Nullable Exemplar capture(double value, @Nullable Context context) {
    try {
      return exemplar(value, context);
    } catch (Throwable e) {
      diagnostics.fault(
          FAULT,
          "span",
          "The current span threw "
              + e.getClass().getName()
              + " when it was asked for an exemplar, which is left out; mend the tracer,"
              + " or switch exemplars off",
          e);
      return null;
    }
  }

  private @Nullable Exemplar exemplar(double value, @Nullable Context context) {
    SpanContext span =
        (context == null ? Span.current() : Span.fromContext(context)).getSpanContext();
    if (!span.isValid()) {
      return null;
    }
    spansSeen = true;
    if (!span.isSampled()) {
      return null;
    }
    String traceId = span.getTraceId();
    return new Exemplar(
        value,
        clock.epochNanos(),
        Long.parseUnsignedLong(traceId, 0, 16, 16),
        Long.parseUnsignedLong(traceId, 16, 32, 16),
        Long.parseUnsignedLong(span.getSpanId(), 16),
        Attributes.empty());
  }
}
