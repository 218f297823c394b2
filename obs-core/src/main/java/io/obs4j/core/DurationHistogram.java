package io.obs4j.core;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How long the library's own operations take, in fixed buckets from a millisecond to ten seconds.
 * For what happens now and then: recording takes a lock. Safe for use by any thread.
 */
public final class DurationHistogram {

  private static final double[] BOUNDS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10
  };

  private final ReentrantLock lock = new ReentrantLock();
  private final long[] counts = new long[BOUNDS.length + 1];
  private double sum;
  private double min = Double.NaN;
  private double max = Double.NaN;

  DurationHistogram() {}

  /**
   * Records one duration.
   *
   * @param nanos in nanoseconds, zero or positive
   */
  public void recordNanos(long nanos) {
    double seconds = (double) nanos / TimeUnit.SECONDS.toNanos(1);
    int bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
      bucket++;
    }
    lock.lock();
    try {
      counts[bucket]++;
      sum += seconds;
      min = seconds >= min ? min : seconds;
      max = seconds <= max ? max : seconds;
    } finally {
      lock.unlock();
    }
  }

  /** What was recorded so far. */
  HistogramReading reading() {
    lock.lock();
    try {
      return new Reading(counts.clone(), sum, min, max);
    } finally {
      lock.unlock();
    }
  }

  private static final class Reading implements HistogramReading {

    private final long[] counts;
    private final double sum;
    private final double min;
    private final double max;

    Reading(long[] counts, double sum, double min, double max) {
      this.counts = counts;
      this.sum = sum;
      this.min = min;
      this.max = max;
    }

    @Override
    public long count() {
      long count = 0;
      for (long each : counts) {
        count += each;
      }
      return count;
    }

    @Override
    public double sum() {
      return sum;
    }

    @Override
    public double min() {
      return min;
    }

    @Override
    public double max() {
      return max;
    }

    @Override
    public int boundCount() {
      return BOUNDS.length;
    }

    @Override
    public double bound(int bucket) {
      return BOUNDS[bucket];
    }

    @Override
    public long bucketCount(int bucket) {
      return counts[bucket];
    }

    @Override
    public @Nullable Exemplar exemplar(int bucket) {
      return null;
    }

    @Override
    public @Nullable ExponentialReading exponential() {
      return null;
    }
  }
}
