package io.obs4j.micrometer;

import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.obs4j.metrics.HistogramBuilder;
import io.obs4j.metrics.SummaryBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What Micrometer asks of a distribution, as far as the engine's limits allow, in its words. */
final class DistributionShape {

  private static final double[] NONE = {};
  private static final Duration DEFAULT_WINDOW =
      Duration.ofSeconds(ObsMeterRegistry.DEFAULT_EXPIRY_SECONDS);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(1);
  private static final Duration SHORTEST_WINDOW = Duration.ofMillis(1);
  private static final int LEAST_SLICES = 2;
  private static final int MOST_SLICES = 60;
  private static final int MOST_DIGITS = 4;
  private static final double FINEST_SECONDS = 1e-8;
  private static final double PARTS_OF_THE_LEAST = 1e3;

  /** How many multiples of the resolution a quantile may be. */
  private static final double RANGE = 0x1p52;

  private DistributionShape() {}

  /** The bounds of the buckets in the unit of the metric; none if there are no buckets. */
  static double[] bounds(DistributionStatisticConfig config, MeterName name) {
    if (!config.isPublishingHistogram()) {
      return NONE;
    }
    double perUnit = perUnit(name);
    return config.getHistogramBuckets(true).stream()
        .filter(Double::isFinite)
        .mapToDouble(bucket -> bucket / perUnit)
        .distinct()
        .limit(HistogramBuilder.MOST_BOUNDS)
        .toArray();
  }

  /**
   * What Micrometer itself is to keep of a meter: the percentiles of one that has buckets, since a
   * histogram of the engine has none.
   */
  static DistributionStatisticConfig besidesTheSeries(DistributionStatisticConfig config) {
    DistributionStatisticConfig.Builder without =
        DistributionStatisticConfig.builder().percentilesHistogram(false).serviceLevelObjectives();
    return (config.isPublishingHistogram() ? without : without.percentiles()).build().merge(config);
  }

  /** How many of what Micrometer counts in are one unit: it keeps time in nanoseconds. */
  static double perUnit(MeterName name) {
    return name.isTime() ? 1e9 : 1;
  }

  static HistogramBuilder bucketed(
      HistogramBuilder histogram,
      DistributionStatisticConfig config,
      MeterName name,
      double... bounds) {
    histogram.unit(name.unit());
    return Boolean.TRUE.equals(config.isPercentileHistogram())
        ? histogram.both(bounds)
        : histogram.explicit(bounds);
  }

  static SummaryBuilder windowed(
      SummaryBuilder summary, DistributionStatisticConfig config, MeterName name) {
    summary.unit(name.unit()).maximum(false);
    double[] percentiles = config.getPercentiles();
    if (percentiles == null || percentiles.length == 0) {
      return summary.quantiles();
    }
    double finest = finest(config, name);
    return summary
        .quantiles(percentiles)
        .digits(within(config.getPercentilePrecision(), 1, MOST_DIGITS))
        .window(
            window(config.getExpiry()), within(config.getBufferLength(), LEAST_SLICES, MOST_SLICES))
        .range(finest, finest * RANGE);
  }

  private static double finest(DistributionStatisticConfig config, MeterName name) {
    if (name.isTime()) {
      return FINEST_SECONDS;
    }
    Double least = config.getMinimumExpectedValueAsDouble();
    return least == null || !(least >= 1e-9 && least <= 1e9)
        ? 1 / PARTS_OF_THE_LEAST
        : least / PARTS_OF_THE_LEAST;
  }

  private static Duration window(@Nullable Duration expiry) {
    if (expiry == null) {
      return DEFAULT_WINDOW;
    }
    Duration most = expiry.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : expiry;
    return most.compareTo(SHORTEST_WINDOW) < 0 ? SHORTEST_WINDOW : most;
  }

  /** A value within limits; the least where none was set. */
  private static int within(@Nullable Integer value, int least, int most) {
    return value == null ? least : Math.max(least, Math.min(most, value));
  }
}
