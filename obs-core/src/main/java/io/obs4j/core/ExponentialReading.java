package io.obs4j.core;

/**
 * Buckets whose bounds are powers of the base, 2 to the power of 2<sup>-scale</sup>: bucket {@code
 * i} holds the values above base<sup>i</sup>, up to and including base<sup>i+1</sup>. Valid during
 * the visit only.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/">OpenTelemetry,
 *     metrics data model, ExponentialHistogram</a>
 */
public interface ExponentialReading {

  /**
   * The scale: each power of two is divided into 2<sup>scale</sup> buckets.
   *
   * @return the scale, negative where a bucket spans several powers of two
   */
  int scale();

  /**
   * The largest magnitude that counts as zero.
   *
   * @return the threshold, zero or positive
   */
  double zeroThreshold();

  /**
   * How many values had a magnitude of at most {@link #zeroThreshold()}.
   *
   * @return the count
   */
  long zeroCount();

  /**
   * The buckets of values above the threshold.
   *
   * @return the buckets, perhaps none
   */
  Buckets positive();

  /**
   * The buckets of the magnitudes of negative values.
   *
   * @return the buckets, perhaps none
   */
  Buckets negative();

  /** A dense run of buckets. */
  interface Buckets {

    /**
     * The exponential index of the first bucket.
     *
     * @return the index, often negative
     */
    int offset();

    /**
     * How many buckets there are; the first and the last are not empty.
     *
     * @return the number of buckets
     */
    int size();

    /**
     * The count of one bucket alone.
     *
     * @param bucket from 0 to below {@link #size()}
     * @return the bucket's own count
     */
    long count(int bucket);
  }
}
