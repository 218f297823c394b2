package io.obs4j.metrics;

import io.obs4j.core.Clock;

/** A measurement that ends in a histogram. */
final class ElapsedTiming implements Histogram.Timing {

  private final Histogram histogram;
  private final Clock clock;
  private final long start;
  private boolean ended;

  ElapsedTiming(Histogram histogram, Clock clock) {
    this.histogram = histogram;
    this.clock = clock;
    start = clock.nanoTime();
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      histogram.recordNanos(clock.nanoTime() - start);
    }
  }
}
