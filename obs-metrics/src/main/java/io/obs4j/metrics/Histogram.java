package io.obs4j.metrics;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * A distribution in buckets, such as request durations or response sizes. Safe for use by any
 * thread; recording never waits for a scrape and never throws, whatever the value.
 *
 * <p>In every reading the count is the sum of the buckets. NaN and infinities are refused and
 * counted. The methods that take time convert to the declared unit, which must then be one of time
 * ({@code ns}, {@code us}, {@code ms}, {@code s}, {@code min}, {@code h}, {@code d}); with any
 * other unit they are refused and counted.
 */
public interface Histogram {

  /**
   * Records a value.
   *
   * @param value in the declared unit
   */
  void record(double value);

  /**
   * Records an elapsed time.
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

  /**
   * Starts to measure the time until the returned timing is closed.
   *
   * @return the timing, for try-with-resources
   */
  Timing start();

  /**
   * Measures a task, also if it throws.
   *
   * @param task what to run, on this thread
   * @param <T> what the task returns
   * @return what the task returned
   * @throws Exception as the task does
   */
  default <T> T time(Callable<T> task) throws Exception {
    Timing timing = start();
    try {
      return task.call();
    } finally {
      timing.close();
    }
  }

  /** A measurement that is under way. Not shared between threads; closing it again does nothing. */
  interface Timing extends AutoCloseable {

    /** Records the time since the start. */
    @Override
    void close();
  }
}
