package io.obs4j.core;

/** Tells wall time and elapsed time. Implementations are safe for use by any thread. */
public interface Clock {

  /**
   * The wall clock.
   *
   * @return nanoseconds since the Unix epoch
   */
  long epochNanos();

  /**
   * The monotonic clock, for differences only.
   *
   * @return nanoseconds since an arbitrary origin
   */
  long nanoTime();

  /**
   * The clock of the machine.
   *
   * @return the one system clock
   */
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
