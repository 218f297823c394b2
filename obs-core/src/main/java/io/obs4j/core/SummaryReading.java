package io.obs4j.core;

/**
 * Quantiles over a sliding window, with count and sum since the start. Valid during the visit only.
 */
public interface SummaryReading {

  /**
   * How many values were recorded since the start of the series.
   *
   * @return the count
   */
  long count();

  /**
   * The sum of the values since the start of the series, in the family's unit.
   *
   * @return the sum
   */
  double sum();

  /**
   * How many quantiles are told.
   *
   * @return the number, the same in every reading of a family
   */
  int quantileCount();

  /**
   * Which quantile.
   *
   * @param index from 0 to below {@link #quantileCount()}, ascending
   * @return from 0 to 1, the same in every reading of a family; 1 is the maximum
   */
  double quantile(int index);

  /**
   * The value at a quantile, over the window.
   *
   * @param index from 0 to below {@link #quantileCount()}
   * @return NaN if the window is empty
   */
  double value(int index);
}
