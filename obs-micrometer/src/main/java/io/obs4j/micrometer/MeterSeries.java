package io.obs4j.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.Registration;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Declares the metrics of one meter, and begins its series in them. */
final class MeterSeries {

  /** The kind of fault under which names are counted that cannot be those of metrics. */
  static final String FAULT = "micrometer.name";

  private static final String STATISTIC = "statistic";

  /** What Prometheus tells buckets apart by. */
  private static final String BOUND = "le";

  private final Metrics metrics;
  private final MeterName name;
  private final String help;
  private final Attributes attributes;

  MeterSeries(Metrics metrics, MeterName name, Meter.Id id, List<Tag> tags) {
    this.metrics = metrics;
    this.name = name;
    String description = id.getDescription();
    help = description == null ? "" : description;
    AttributesBuilder builder = Attributes.builder();
    for (Tag tag : tags) {
      builder.put(tag.getKey(), tag.getValue());
    }
    attributes = builder.build();
  }

  /**
   * The name of a metric of the meter; one that is not that of the meter is told.
   *
   * @param suffix what the metric tells, empty for the meter itself
   */
  private String named(String suffix) {
    String ending = name.ending(suffix);
    String whole = name.name() + ending;
    String metric = MeterName.within(name.name(), ending);
    if (!metric.equals(whole)) {
      metrics
          .diagnostics()
          .fault(
              FAULT,
              metric,
              "Metric "
                  + metric
                  + " is of a meter whose name, with unit and suffix, has "
                  + whole.length()
                  + " characters; there must be 1 to "
                  + MeterName.LONGEST
                  + ", not all of them blank. Rename the meter, or set a naming convention.");
    }
    return metric;
  }

  /** What is counted here. */
  SeriesHandle<Counter> counter() {
    return new SeriesHandle<>(
        metrics.counter(named("")).unit(name.unit()).help(help).open(), attributes);
  }

  /** What others count. */
  Registration counter(DoubleSupplier total) {
    return counter(named(""), name.unit(), total, attributes);
  }

  /** What others keep. */
  Registration gauge(DoubleSupplier value) {
    return gauge(named(""), name.unit(), value, attributes);
  }

  /** Something more of the meter. */
  Registration gauge(String suffix, DoubleSupplier value) {
    return gauge(named(suffix), "", value, attributes);
  }

  /** How many of what others keep are not above a bound. */
  Registration bucket(String bound, DoubleSupplier count) {
    Attributes own = attributes.toBuilder().put(BOUND, bound).build();
    return gauge(named("bucket"), "", count, own);
  }

  /** Count and sum that others keep. */
  Registration totals(LongSupplier count, DoubleSupplier sum) {
    return metrics
        .summary(named(""))
        .unit(name.unit())
        .help(help)
        .openObserved()
        .callback(count, sum, attributes);
  }

  /** A part of a custom meter: the metric is told by its statistic, which is an attribute, too. */
  Registration measurement(Statistic statistic, DoubleSupplier value) {
    Attributes own = attributes.toBuilder().put(STATISTIC, statistic.toString()).build();
    return switch (statistic) {
      case COUNT -> counter(named(""), name.unit(), value, own);
      case TOTAL, TOTAL_TIME -> counter(named("sum"), "", value, own);
      case MAX -> gauge(named("max"), "", value, own);
      case VALUE, UNKNOWN -> gauge(named("value"), "", value, own);
      case ACTIVE_TASKS -> gauge(named("active.count"), "", value, own);
      case DURATION -> gauge(named("duration.sum"), "", value, own);
    };
  }

  /** What is recorded here one by one. */
  Distribution distribution(DistributionStatisticConfig config) {
    double[] bounds = DistributionShape.bounds(config, name);
    return bounds.length == 0
        ? new SummaryDistribution(
            new SeriesHandle<>(
                DistributionShape.windowed(metrics.summary(named("")), config, name)
                    .help(help)
                    .open(),
                attributes))
        : new HistogramDistribution(
            new SeriesHandle<>(
                DistributionShape.bucketed(metrics.histogram(named("")), config, name, bounds)
                    .help(help)
                    .open(),
                attributes));
  }

  private Registration counter(String metric, String unit, DoubleSupplier total, Attributes tags) {
    return metrics.counter(metric).unit(unit).help(help).openObserved().callback(total, tags);
  }

  private Registration gauge(String metric, String unit, DoubleSupplier value, Attributes tags) {
    return metrics.gauge(metric).unit(unit).help(help).openObserved().callback(value, tags);
  }
}
