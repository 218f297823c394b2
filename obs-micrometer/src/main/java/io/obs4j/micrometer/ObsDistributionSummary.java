package io.obs4j.micrometer;

import io.micrometer.core.instrument.AbstractDistributionSummary;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.TimeWindowMax;

/** A distribution summary. As with {@link ObsTimer}, its maximum alone is kept here. */
final class ObsDistributionSummary extends AbstractDistributionSummary {

  private final Distribution distribution;
  private final TimeWindowMax max;

  ObsDistributionSummary(
      Id id,
      Clock clock,
      DistributionStatisticConfig config,
      double scale,
      Distribution distribution) {
    super(
        id,
        clock,
        DistributionShape.besidesTheSeries(config),
        scale,
        /* supportsAggregablePercentiles= */ false);
    this.distribution = distribution;
    max = new TimeWindowMax(clock, config);
  }

  @Override
  protected void recordNonNegative(double amount) {
    distribution.record(amount);
    max.record(amount);
  }

  @Override
  public long count() {
    return DistributionReading.ofNumbers(distribution).count();
  }

  @Override
  public double totalAmount() {
    return DistributionReading.ofNumbers(distribution).sum();
  }

  @Override
  public double max() {
    return max.poll();
  }

  @Override
  public HistogramSnapshot takeSnapshot() {
    return DistributionReading.ofNumbers(distribution)
        .snapshot(max(), histogram.takeSnapshot(0, 0, 0).percentileValues());
  }
}
