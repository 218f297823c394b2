package io.obs4j.tracing;

import io.obs4j.core.MetricKind;
import io.obs4j.core.SelfMetrics;
import io.obs4j.tracing.Sampling.Decision;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts spans as the <a
 * href="https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/">semantic conventions for
 * SDKs</a> have it. Safe for use by any thread.
 */
final class SpanCounts {

  /*
   * Each count is a sum that any thread adds to without waiting. One of started spans is made, under
   * the lock, when the first such span starts. Nobody counts what lives: that is what was started,
   * less what has ended. A reader adds up the ended first, so it never finds more of them than were
   * started.
   */

  private static final AttributeKey<String> RESULT =
      AttributeKey.stringKey("otel.span.sampling_result");
  private static final AttributeKey<String> ORIGIN =
      AttributeKey.stringKey("otel.span.parent.origin");

  private static final int NONE = 0;
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;

  private final SelfMetrics metrics;
  private final ByDecision dropped = new ByDecision("DROP");
  private final ByDecision recorded = new ByDecision("RECORD_ONLY");
  private final ByDecision sampled = new ByDecision("RECORD_AND_SAMPLE");

  SpanCounts(SelfMetrics metrics) {
    this.metrics = metrics;
  }

  /** Counts a span that starts. */
  void started(Decision decision, SpanContext parent) {
    ByDecision counts =
        decision == Decision.SAMPLE ? sampled : decision == Decision.DROP ? dropped : recorded;
    int origin = !parent.isValid() ? NONE : parent.isRemote() ? REMOTE : LOCAL;
    LongAdder started = counts.started.getAcquire(origin);
    (started == null ? declare(counts, origin) : started).increment();
  }

  /** Counts the end of a span that was recorded. */
  void ended(boolean wasSampled) {
    (wasSampled ? sampled : recorded).ended.increment();
  }

  private synchronized LongAdder declare(ByDecision counts, int origin) {
    LongAdder known = counts.started.get(origin);
    if (known != null) {
      return known;
    }
    if (counts != dropped && !counts.liveIsTold) {
      counts.liveIsTold = true;
      tellLive(counts);
    }
    LongAdder started = new LongAdder();
    metrics
        .observed(
            MetricKind.COUNTER,
            "otel.sdk.span.started",
            "{span}",
            "Spans that were started, also those that are not recorded.",
            Attributes.of(
                RESULT,
                counts.result,
                ORIGIN,
                origin == NONE ? "none" : origin == REMOTE ? "remote" : "local"))
        .observe(started::sum);
    counts.started.setRelease(origin, started);
    return started;
  }

  private void tellLive(ByDecision counts) {
    metrics
        .observed(
            MetricKind.UP_DOWN_COUNTER,
            "otel.sdk.span.live",
            "{span}",
            "Recorded spans that have not ended.",
            Attributes.of(RESULT, counts.result))
        .observe(counts::live);
  }

  /** What became of the spans about which a sampler decided alike. */
  private static final class ByDecision {

    final String result;
    final AtomicReferenceArray<@Nullable LongAdder> started =
        new AtomicReferenceArray<>(REMOTE + 1);
    final LongAdder ended = new LongAdder();
    boolean liveIsTold; // under the lock

    ByDecision(String result) {
      this.result = result;
    }

    long live() {
      long over = ended.sum();
      return startedSum() - over;
    }

    long startedSum() {
      long sum = 0;
      for (int origin = 0; origin < started.length(); origin++) {
        LongAdder some = started.getAcquire(origin);
        sum += some == null ? 0 : some.sum();
      }
      return sum;
    }
  }
}
