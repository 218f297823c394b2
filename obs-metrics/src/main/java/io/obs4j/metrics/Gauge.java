package io.obs4j.metrics;

/**
 * A value that is set, such as a temperature or the size of a pool. Safe for use by any thread;
 * lock-free, never throws and allocates nothing.
 *
 * <p>What another object knows already is better observed by a callback: {@link
 * GaugeBuilder#callback}.
 */
public interface Gauge {

  /**
   * Sets the value.
   *
   * @param value in the declared unit; NaN and infinities are kept as they are
   */
  void set(double value);

  /**
   * Adds to the value.
   *
   * @param amount of either sign
   */
  void add(double amount);

  /**
   * Raises the value to another, if that is larger. A value that was never set is 0, so that a
   * maximum of negative values needs a {@link #set} first.
   *
   * @param value in the declared unit; NaN is ignored
   */
  void max(double value);
}
