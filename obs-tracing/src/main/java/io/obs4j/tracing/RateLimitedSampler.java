package io.obs4j.tracing;

import io.obs4j.core.Clock;
import io.obs4j.tracing.Sampling.Decision;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets through so many sampled spans a second: a token bucket, kept as the generic cell rate
 * algorithm keeps it.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-I.371">ITU-T I.371, annex A</a>
 */
final class RateLimitedSampler implements Sampler {

  /*
   * One word says all: the time at which the bucket will be full again. Each span that is let
   * through moves it on by the time that one token takes; how far it lies ahead of the clock is how
   * much is missing from the bucket, and what lies in the past is a full bucket. So time fills the
   * bucket without anybody writing, and only spans that are let through write.
   *
   * Written by compare-and-set: of two threads that want the last token one gets it, and the other
   * sees the bucket empty. A failed comparison means that another thread has taken a token, so some
   * thread always makes progress and nobody waits for one that lost its processor. An empty bucket
   * costs a volatile read and a clock reading, in this order: the word only grows, so what looked
   * too late for the clock still is, and where the comparison succeeds it held at the time that was
   * read. Read the other way round, a thread that was held up in between would compare an old time
   * with tokens taken since, and refuse a span that there is room for.
   *
   * Only differences of times are compared, as the clock has an arbitrary origin and may overflow.
   */

  private static final double LEAST = 1e-9;
  private static final double MOST = 1e6;
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final Sampler sampler;
  private final Clock clock;
  private final long nanosPerSpan;
  private final long nanosPerBucket;
  private final AtomicLong fullAt;

  RateLimitedSampler(double perSecond, Sampler sampler, Clock clock) {
    if (!(perSecond >= LEAST && perSecond <= MOST)) {
      throw new IllegalArgumentException(
          "rate "
              + perSecond
              + " must be from 0.000000001 to 1,000,000 spans per second; Sampler.alwaysOff()"
              + " samples none, Sampler.alwaysOn() all");
    }
    this.perSecond = perSecond;
    this.sampler = Objects.requireNonNull(sampler, "sampler");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.nanosPerSpan = (long) Math.ceil(NANOS / perSecond);
    this.nanosPerBucket = Math.max(nanosPerSpan, (long) NANOS);
    this.fullAt = new AtomicLong(clock.nanoTime());
  }

  @Override
  public Sampling sample(
      SpanContext parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      InitialAttributes attributes) {
    Sampling sampling = sampler.sample(parent, traceIdHigh, traceIdLow, name, kind, attributes);
    if (sampling.decision() != Decision.SAMPLE) {
      return sampling;
    }
    return take() ? sampling.unweighted() : Sampling.DROP;
  }

  /** Takes a token, if there is one. */
  private boolean take() {
    while (true) {
      long full = fullAt.get();
      long now = clock.nanoTime();
      long missing = Math.max(0, full - now) + nanosPerSpan;
      if (missing > nanosPerBucket) {
        return false;
      }
      if (fullAt.compareAndSet(full, now + missing)) {
        return true;
      }
    }
  }

  @Override
  public String toString() {
    return "rateLimited(" + perSecond + ", " + sampler + ")";
  }
}
