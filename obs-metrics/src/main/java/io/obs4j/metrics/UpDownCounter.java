package io.obs4j.metrics;

/**
 * A sum that grows and shrinks, such as requests in flight. Safe for use by any thread; never
 * blocks, never throws and allocates nothing.
 *
 * <p>Unlike a {@link Gauge} it adds up over series and processes.
 */
public interface UpDownCounter {

  /** Adds one. */
  void increment();

  /** Subtracts one. */
  void decrement();

  /**
   * Adds an integer.
   *
   * @param amount of either sign
   */
  void add(long amount);

  /**
   * Adds a fraction.
   *
   * @param amount of either sign; NaN and infinities are refused and counted
   */
  void add(double amount);
}
