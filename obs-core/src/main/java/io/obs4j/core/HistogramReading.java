package io.obs4j.core;

import org.jspecify.annotations.Nullable;

/**
 * One distribution, consistent in itself: {@link #count()} is the sum of the buckets, in either
 * view. Valid during the visit only.
 *
 * <p>Every histogram has explicit buckets. Those of an exponential histogram are derived exactly
 * from its own; their bounds are fixed when the family is declared, whatever its scale becomes.
 */
public interface HistogramReading {

  /**
   * How many values were recorded.
   *
   * @return the count
   */
  long count();

  /**
   * The sum of the values, in the family's unit.
   *
   * @return the sum
   */
  double sum();

  /**
   * The smallest value since the start of the series.
   *
   * @return NaN if nothing was recorded
   */
  double min();

  /**
   * The largest value since the start of the series.
   *
   * @return NaN if nothing was recorded
   */
  double max();

  /**
   * How many finite bounds the explicit buckets have; there is one bucket more than bounds.
   *
   * @return the number of bounds, the same in every reading of a family
   */
  int boundCount();

  /**
   * The inclusive upper bound of an explicit bucket.
   *
   * @param bucket from 0 to below {@link #boundCount()}, ascending
   * @return the bound, finite and the same in every reading of a family
   */
  double bound(int bucket);

  /**
   * How many values fell into an explicit bucket alone, not into those below.
   *
   * @param bucket from 0 to {@link #boundCount()}, the last being that above all bounds
   * @return the bucket's own count
   */
  long bucketCount(int bucket);

  /**
   * A recent value of an explicit bucket, recorded within a sampled span.
   *
   * @param bucket from 0 to {@link #boundCount()}
   * @return the exemplar, or null if there is none
   */
  @Nullable Exemplar exemplar(int bucket);

  /**
   * The exponential buckets, if the histogram records them.
   *
   * @return null for a histogram with explicit bounds only
   */
  @Nullable ExponentialReading exponential();
}
