package io.obs4j.metrics;

import java.time.Duration;

/**
 * A distribution as quantiles over a sliding window, with the maximum of the window, and count and
 * sum since the start. Safe for use by any thread.
 *
 * <p>Quantiles cannot be added up over series or processes; prefer a {@link Histogram} where that
 * is wanted.
 */
public interface Summary {

  /**
   * Records a value.
   *
   * @param value in the declared unit; negative values, NaN and infinities are refused and counted
   */
  void record(double value);

  /**
   * Records an elapsed time; the declared unit must be one of time, as in {@link Histogram}.
   *
   * @param nanos in nanoseconds
   */
  void recordNanos(long nanos);

  /**
   * Records an elapsed time.
   *
   * @param elapsed the time
   */
  default void record(Duration elapsed) {
    recordNanos(TimeUnits.saturatedNanos(elapsed));
  }
}
