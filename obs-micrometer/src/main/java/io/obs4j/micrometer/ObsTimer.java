package io.obs4j.micrometer;

import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.util.TimeUtils;
import java.util.concurrent.TimeUnit;

/** A timer. The maximum expires as Micrometer has it; all else is read from the series. */
final class ObsTimer extends AbstractTimer {

  private final Distribution distribution;
  private final TimeWindowMax max;

  ObsTimer(
      Id id,
      Clock clock,
      DistributionStatisticConfig config,
      PauseDetector pauseDetector,
      Distribution distribution) {
    super(
        id,
        clock,
        DistributionShape.besidesTheSeries(config),
        pauseDetector,
        TimeUnit.SECONDS,
        /* supportsAggregablePercentiles= */ false);
    this.distribution = distribution;
    max = new TimeWindowMax(clock, config);
  }

  @Override
  protected void recordNonNegative(long amount, TimeUnit unit) {
    long nanos = unit.toNanos(amount);
    distribution.recordNanos(nanos);
    max.record((double) nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public long count() {
    return DistributionReading.ofTimes(distribution).count();
  }

  @Override
  public double totalTime(TimeUnit unit) {
    return TimeUtils.nanosToUnit(DistributionReading.ofTimes(distribution).sum(), unit);
  }

  @Override
  public double max(TimeUnit unit) {
    return max.poll(unit);
  }

  @Override
  public HistogramSnapshot takeSnapshot() {
    return DistributionReading.ofTimes(distribution)
        .snapshot(max(TimeUnit.NANOSECONDS), histogram.takeSnapshot(0, 0, 0).percentileValues());
  }
}
