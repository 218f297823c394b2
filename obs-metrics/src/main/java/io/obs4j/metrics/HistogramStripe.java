package io.obs4j.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A part of a histogram series, guarded by a lock that writers only try. All that is not final
 * changes under the lock.
 */
sealed class HistogramStripe {

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

  static final int OPEN = 0;
  static final int WRITING = 1;
  static final int READING = 2;
  static final int CLOSED = 3;

  private static final VarHandle LOCK;

  static {
    try {
      LOCK = MethodHandles.lookup().findVarHandle(HistogramStripe.class, "lock", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What the exact sum may hold, so that adding another {@link #MOST_NANOS} cannot overflow. */
  static final long MOST_NANOS = Long.MAX_VALUE / 2;

  private volatile int lock;

  private final HistogramLayout layout;
  private final long @Nullable [] explicit;
  private final @Nullable BucketWindow positive;
  private @Nullable BucketWindow negative;
  private long zeros;
  private double sum;
  private long nanos;
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

  final boolean tryLock() {
    return LOCK.compareAndSet(this, OPEN, WRITING);
  }

  /** Tries to take the lock for writing; OPEN if that went well, otherwise who has it. */
  final int lockOrHolder() {
    return (int) LOCK.compareAndExchange(this, OPEN, WRITING);
  }

  final void unlock() {
    LOCK.setRelease(this, OPEN);
  }

  /** Waits until the lock is free and takes it for a reader; false if it is closed. */
  final boolean lockForReading() {
    for (int attempt = 1; ; attempt++) {
      int holder = lock;
      if (holder == OPEN && LOCK.compareAndSet(this, OPEN, READING)) {
        return true;
      }
      if (holder == CLOSED) {
        return false;
      }
      pause(attempt);
    }
  }

  /** Waits until the lock is free and takes it for ever. */
  final void close() {
    for (int attempt = 1; !LOCK.compareAndSet(this, OPEN, CLOSED); attempt++) {
      pause(attempt);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // the holder may need this processor
  static void pause(int attempt) {
    if (attempt % 128 == 0) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
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
    if (nanos == 0) {
      sum += value;
    } else {
      addNanos(nanos);
    }
    if (value < min) {
      min = value;
    }
    if (value > max) {
      max = value;
    }
  }

  private void addNanos(long amount) {
    long total = nanos + amount;
    if (Math.abs(total) > MOST_NANOS) {
      sum += layout.fromNanos(total);
      total = 0;
    }
    nanos = total;
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
    reading.add(explicit, positive, negative, zeros, sum, nanos, min, max);
  }

  /** How many values are here. The caller holds the lock, or the stripe is closed. */
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
