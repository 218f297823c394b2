package io.obs4j.metrics;

/**
 * Takes the values that a callback observes. Valid on the thread and during the call that it was
 * handed to; later observations are refused and counted.
 *
 * <p>Two observations of one series in one walk add up if the metric is a sum; of a gauge, the last
 * one stays.
 */
public interface Observer {

  /**
   * Observes an integer.
   *
   * @param value in the declared unit; exact
   * @param labelValues in the order of the labels
   */
  void observe(long value, String... labelValues);

  /**
   * Observes a number.
   *
   * @param value in the declared unit; a counter refuses negative values, sums refuse NaN and
   *     infinities
   * @param labelValues in the order of the labels
   */
  void observe(double value, String... labelValues);
}
