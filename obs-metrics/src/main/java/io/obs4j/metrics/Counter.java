package io.obs4j.metrics;

/**
 * A sum that only grows, such as requests served. Safe for use by any thread; never blocks, never
 * throws and allocates nothing.
 *
 * <p>Integers and fractions are summed apart, so that integers stay exact up to 2<sup>62</sup>.
 */
public interface Counter {

  /** Adds one. */
  void increment();

  /**
   * Adds an integer.
   *
   * @param amount zero or more; a negative amount is refused and counted
   */
  void add(long amount);

  /**
   * Adds a fraction.
   *
   * @param amount zero or more; a negative, NaN or infinite amount is refused and counted
   */
  void add(double amount);
}
