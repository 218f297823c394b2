package io.obs4j.metrics;

/**
 * A sum of values in a unit. Elapsed times among them are summed as nanoseconds, so that no order
 * of additions rounds them. Not safe for use by several threads at once.
 */
sealed class ExactSum permits Stripe {

  /** What may be added, and is kept, as nanoseconds: two such numbers do not overflow. */
  static final long MOST_NANOS = Long.MAX_VALUE / 2;

  private double sum;
  private long nanos;

  ExactSum() {}

  /** Makes the sum zero. */
  final void clear() {
    sum = 0;
    nanos = 0;
  }

  /**
   * Adds a value.
   *
   * @param elapsed the value as elapsed time, at most {@link #MOST_NANOS} from 0; 0 if it is not
   *     known as such
   */
  final void add(double value, long elapsed, double nanosPerUnit) {
    if (elapsed == 0) {
      sum += value;
    } else {
      addNanos(elapsed, nanosPerUnit);
    }
  }

  /** Adds what another one has summed. */
  final void addAll(ExactSum other, double nanosPerUnit) {
    sum += other.sum;
    addNanos(other.nanos, nanosPerUnit);
  }

  private void addNanos(long elapsed, double nanosPerUnit) {
    long total = nanos + elapsed;
    if (Math.abs(total) > MOST_NANOS) {
      sum += total / nanosPerUnit;
      total = 0;
    }
    nanos = total;
  }

  /** The sum in the unit, rounded once. */
  final double inUnit(double nanosPerUnit) {
    return nanos == 0 ? sum : sum + nanos / nanosPerUnit;
  }
}
