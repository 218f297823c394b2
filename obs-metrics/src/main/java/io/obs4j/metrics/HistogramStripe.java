package io.obs4j.metrics;

import org.jspecify.annotations.Nullable;

/** A part of a histogram: the buckets, and what else is told of the values. */
sealed class HistogramStripe extends Stripe {

  /** A stripe next to others: what it writes shares no cache line with what stands behind it. */
  @SuppressWarnings("unused") // only their size matters
  static final class Padded extends HistogramStripe {

    private long p1;
    private long p2;
    private long p3;
    private long p4;
    private long p5;
    private long p6;
    private long p7;
    private long p8;

    Padded(HistogramLayout layout) {
      super(layout, Stripes.LINE);
    }
  }

  private final HistogramLayout layout;
  private final long @Nullable [] explicit;
  private final @Nullable BucketWindow positive;
  private @Nullable BucketWindow negative;
  private long zeros;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  HistogramStripe(HistogramLayout layout) {
    this(layout, 0);
  }

  private HistogramStripe(HistogramLayout layout, int padding) {
    this.layout = layout;
    explicit = layout.explicit ? new long[layout.bounds.length + 1 + padding] : null;
    positive = layout.exponential ? window(layout) : null;
  }

  /**
   * Adds a finite value. The caller holds the lock.
   *
   * @param nanos the value as elapsed time, to be summed exactly; 0 if it is not known as such
   */
  final void add(double value, long nanos) {
    long[] counts = explicit;
    if (counts != null) {
      counts[layout.bucket(value)]++;
    }
    BucketWindow window = positive;
    if (window != null) {
      if (value > layout.zeroThreshold) {
        window.increment(ExponentialIndex.of(value), layout.maxBuckets);
      } else {
        addZeroOrNegative(value);
      }
    }
    add(value, nanos, layout.nanosPerUnit);
    if (value < min) {
      min = value;
    }
    if (value > max) {
      max = value;
    }
  }

  private void addZeroOrNegative(double value) {
    if (value >= -layout.zeroThreshold) {
      zeros++;
    } else {
      BucketWindow window = negative;
      if (window == null) {
        window = window(layout);
        negative = window;
      }
      window.increment(ExponentialIndex.of(-value), layout.maxBuckets);
    }
  }

  /** Adds what is here to a reading. The caller holds the lock, or the stripe is closed. */
  final void addTo(HistogramFlyweight reading) {
    reading.add(explicit, positive, negative, zeros, this, min, max);
  }

  @Override
  final long count() {
    long[] counts = explicit;
    if (counts != null) {
      long count = 0;
      for (long each : counts) {
        count += each;
      }
      return count;
    }
    return zeros + total(positive) + total(negative);
  }

  private static long total(@Nullable BucketWindow window) {
    return window == null ? 0 : window.total();
  }

  private static BucketWindow window(HistogramLayout layout) {
    return new BucketWindow().clear(Math.max(0, layout.maxScale));
  }
}
