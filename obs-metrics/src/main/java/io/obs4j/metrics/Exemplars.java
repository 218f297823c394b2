package io.obs4j.metrics;

import io.obs4j.core.Clock;
import io.obs4j.core.Exemplar;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes exemplars of recordings within sampled spans.
 *
 * <p>A series is armed with a number of attempts, and armed anew when it has been read: so each
 * reading has at most one new exemplar (one a bucket), and the context is looked at a bounded
 * number of times in between. Where no span has ever been seen, the attempts are few.
 *
 * <p>Threads race on {@code spansSeen}, which only ever becomes true.
 */
final class Exemplars {

  private static final int ATTEMPTS = 256;
  private static final int ATTEMPTS_WITHOUT_SPANS = 8;

  private final Clock clock;
  private final boolean enabled;
  private boolean spansSeen;

  Exemplars(Clock clock, boolean enabled) {
    this.clock = clock;
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

  /** An exemplar of the current span, or null if there is no sampled one. */
  @Nullable Exemplar capture(double value) {
    SpanContext span = Span.current().getSpanContext();
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
