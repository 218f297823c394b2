package io.obs4j.micrometer;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;
import io.obs4j.core.SummaryReading;

/**
 * What a distribution holds, in what Micrometer counts in: elapsed times in nanoseconds. Not safe
 * for use by several threads at once.
 */
final class DistributionReading implements SelectiveMetricVisitor {

  private static final ValueAtPercentile[] NO_PERCENTILES = {};
  private static final CountAtBucket[] NO_BUCKETS = {};

  private final boolean time;
  private long count;
  private double sum;
  private ValueAtPercentile[] percentiles = NO_PERCENTILES;
  private CountAtBucket[] buckets = NO_BUCKETS;

  private DistributionReading(boolean time) {
    this.time = time;
  }

  /** What was recorded as elapsed time. */
  static DistributionReading ofTimes(Distribution distribution) {
    return read(distribution, new DistributionReading(/* time= */ true));
  }

  /** What was recorded as numbers. */
  static DistributionReading ofNumbers(Distribution distribution) {
    return read(distribution, new DistributionReading(/* time= */ false));
  }

  private static DistributionReading read(Distribution distribution, DistributionReading reading) {
    distribution.readInto(reading);
    return reading;
  }

  long count() {
    return count;
  }

  double sum() {
    return sum;
  }

  /**
   * All of it.
   *
   * @param max of recent values
   * @param others the percentiles where the engine keeps none
   */
  HistogramSnapshot snapshot(double max, ValueAtPercentile... others) {
    return new HistogramSnapshot(
        count, sum, max, percentiles.length == 0 ? others : percentiles, buckets, null);
  }

  @Override
  public void histogram(Series series, HistogramReading reading) {
    count = reading.count();
    sum = whole(reading.sum());
    buckets = new CountAtBucket[reading.boundCount()];
    double cumulative = 0;
    for (int i = 0; i < buckets.length; i++) {
      cumulative += reading.bucketCount(i);
      buckets[i] = new CountAtBucket(whole(reading.bound(i)), cumulative);
    }
  }

  @Override
  public void summary(Series series, SummaryReading reading) {
    count = reading.count();
    sum = whole(reading.sum());
    percentiles = new ValueAtPercentile[reading.quantileCount()];
    for (int i = 0; i < percentiles.length; i++) {
      double value = reading.value(i);
      percentiles[i] =
          new ValueAtPercentile(reading.quantile(i), Double.isNaN(value) ? 0 : whole(value));
    }
  }

  /** Seconds are rounded nanoseconds: rounding gives those back. */
  private double whole(double value) {
    return time ? Math.rint(value * 1e9) : value;
  }
}
