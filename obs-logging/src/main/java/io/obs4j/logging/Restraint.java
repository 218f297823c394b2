package io.obs4j.logging;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.SelfMetrics;
import io.obs4j.core.internal.Hex;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds back events of which there are too many. Safe for use by any thread. */
final class Restraint {

  private static final String VARIABLE = "OBS_LOG_UNSAMPLED_TRACES";
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  /** The random part of a trace id has 56 bits, the last 14 of its 32 digits. */
  private static final int RANDOM_DIGITS = 18;

  private static final double RANDOM_RANGE = 0x1p56;

  /** Traces whose random part is less are left out. */
  private final long threshold;

  private final @Nullable TemplateLimit limit;
  private final SelfMetrics.@Nullable Counter thinned;

  Restraint(double share, int linesPerSecond, Clock clock, Diagnostics diagnostics) {
    threshold = (long) ((1 - share) * RANDOM_RANGE);
    thinned = threshold == 0 ? null : counter(diagnostics, "unsampled");
    limit =
        linesPerSecond == 0
            ? null
            : new TemplateLimit(linesPerSecond, clock, counter(diagnostics, "rate_limit"));
  }

  private static SelfMetrics.Counter counter(Diagnostics diagnostics, String reason) {
    return diagnostics
        .metrics()
        .counter(
            "obs.log.suppressed",
            "{event}",
            "Events that were held back, as there were too many of them.",
            Attributes.of(REASON, reason));
  }

  /** The share of traces that the environment sets, by default all. */
  static double share(Environment environment) {
    Optional<String> text = environment.text(VARIABLE);
    if (text.isEmpty()) {
      return 1;
    }
    try {
      double share = Double.parseDouble(text.get());
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Told as a number is that is out of range.
    }
    environment.malformed(VARIABLE, text.get(), "a number from 0 to 1", "1");
    return 1;
  }

  /** The event, perhaps with what is to be said of others before it; null if it is held back. */
  @Nullable LogEvent let(LogEvent event) {
    if (thinned != null && isThinned(event)) {
      thinned.increment();
      return null;
    }
    return limit == null || event.level() == LogLevel.FATAL || event instanceof OtelEvent
        ? event
        : limit.let(event);
  }

  private boolean isThinned(LogEvent event) {
    SpanContext span = event.span();
    return !span.isSampled()
        && span.isValid()
        && !event.level().isAtLeast(LogLevel.WARN)
        && Hex.parse(span.getTraceId(), RANDOM_DIGITS, 32) < threshold;
  }
}
