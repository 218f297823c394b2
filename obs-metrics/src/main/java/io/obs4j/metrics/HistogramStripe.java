package io.obs4j.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A part of a histogram series, guarded by a lock that writers only try. */
final class HistogramStripe {

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

  private volatile int lock;

  private final HistogramLayout layout;
  private final long @Nullable [] explicit;
  private final @Nullable BucketWindow positive;
  private @Nullable BucketWindow negative;
  private long zeros;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  HistogramStripe(HistogramLayout layout) {
    this.layout = layout;
    explicit = layout.explicit ? new long[layout.bounds.length + 1] : null;
    positive = layout.exponential ? window(layout) : null;
  }

  boolean tryLock() {
    return LOCK.compareAndSet(this, OPEN, WRITING);
  }

  /** Tries to take the lock for writing; OPEN if that went well, otherwise who has it. */
  int lockOrHolder() {
    return (int) LOCK.compareAndExchange(this, OPEN, WRITING);
  }

  void unlock() {
    LOCK.setRelease(this, OPEN);
  }

  /** Waits until the lock is free and takes it for a reader; false if it is closed. */
  boolean lockForReading() {
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
  void close() {
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

  /** Adds a finite value. The caller holds the lock. */
  void add(double value) {
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
    sum += value;
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
  void addTo(HistogramFlyweight reading) {
    reading.add(explicit, positive, negative, zeros, sum, min, max);
  }

  private static BucketWindow window(HistogramLayout layout) {
    return new BucketWindow().clear(Math.max(0, layout.maxScale));
  }
}
