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

  private static final String STATISTIC = "statistic";

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

  /** What is counted here. */
  SeriesHandle<Counter> counter() {
    return new SeriesHandle<>(
        metrics.counter(name.name()).unit(name.unit()).help(help).open(), attributes);
  }

  /** What others count. */
  Registration counter(DoubleSupplier total) {
    return counter(name.name(), name.unit(), total, attributes);
  }

  /** What others keep. */
  Registration gauge(DoubleSupplier value) {
    return gauge(name.name(), name.unit(), value, attributes);
  }

  /** Something more of the meter. */
  Registration gauge(String suffix, DoubleSupplier value) {
    return gauge(name.beside(suffix), "", value, attributes);
  }

  /** Count and sum that others keep. */
  Registration totals(LongSupplier count, DoubleSupplier sum) {
    return metrics
        .summary(name.name())
        .unit(name.unit())
        .help(help)
        .openObserved()
        .callback(count, sum, attributes);
  }

  /** A part of a custom meter: the metric is told by its statistic, which is an attribute, too. */
  Registration measurement(Statistic statistic, DoubleSupplier value) {
    Attributes own = attributes.toBuilder().put(STATISTIC, statistic.toString()).build();
    return switch (statistic) {
      case COUNT -> counter(name.name(), name.unit(), value, own);
      case TOTAL, TOTAL_TIME -> counter(name.beside("sum"), "", value, own);
      case MAX -> gauge(name.beside("max"), "", value, own);
      case VALUE, UNKNOWN -> gauge(name.beside("value"), "", value, own);
      case ACTIVE_TASKS -> gauge(name.beside("active.count"), "", value, own);
      case DURATION -> gauge(name.beside("duration.sum"), "", value, own);
    };
  }

  /** What is recorded here one by one. */
  Distribution distribution(DistributionStatisticConfig config) {
    double[] bounds = DistributionShape.bounds(config, name);
    return bounds.length == 0
        ? new SummaryDistribution(
            new SeriesHandle<>(
                DistributionShape.windowed(metrics.summary(name.name()), config, name)
                    .help(help)
                    .open(),
                attributes))
        : new HistogramDistribution(
            new SeriesHandle<>(
                DistributionShape.bucketed(metrics.histogram(name.name()), config, name, bounds)
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
