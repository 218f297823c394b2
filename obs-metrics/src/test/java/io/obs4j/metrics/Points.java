package io.obs4j.metrics;

import io.obs4j.core.Exemplar;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricSource;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one walk shows of the numbers and histograms of users, point by point. */
final class Points implements MetricVisitor {

  private final List<Point> points = new ArrayList<>();
  private MetricFamily family;

  /**
   * One series.
   *
   * @param value a Long, a Double or a {@link Buckets}
   */
  record Point(
      MetricFamily family,
      Attributes attributes,
      Object value,
      long startEpochNanos,
      List<Exemplar> exemplars) {}

  /** A histogram in its explicit view. */
  record Buckets(
      long count, double sum, double min, double max, List<Double> bounds, List<Long> counts) {}

  static List<Point> of(MetricSource source) {
    Points visitor = new Points();
    source.visit(visitor);
    return visitor.points;
  }

  /** The values of one metric. */
  static Map<Attributes, Object> of(MetricSource source, String metric) {
    Map<Attributes, Object> values = new LinkedHashMap<>();
    for (Point point : of(source)) {
      if (point.family.name().equals(metric)) {
        values.put(point.attributes, point.value);
      }
    }
    return values;
  }

  @Override
  public void family(MetricFamily next) {
    family = next;
  }

  @Override
  public void counter(Series series, NumberReading reading) {
    number(series, reading);
  }

  @Override
  public void gauge(Series series, NumberReading reading) {
    number(series, reading);
  }

  @Override
  public void histogram(Series series, HistogramReading reading) {
    List<Double> bounds = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    List<Exemplar> exemplars = new ArrayList<>();
    for (int i = 0; i <= reading.boundCount(); i++) {
      if (i < reading.boundCount()) {
        bounds.add(reading.bound(i));
      }
      counts.add(reading.bucketCount(i));
      if (reading.exemplar(i) != null) {
        exemplars.add(reading.exemplar(i));
      }
    }
    add(
        series,
        new Buckets(reading.count(), reading.sum(), reading.min(), reading.max(), bounds, counts),
        exemplars);
  }

  @Override
  public void summary(Series series, SummaryReading reading) {}

  @Override
  public void info(Series series) {}

  @Override
  public void stateSet(Series series, StateSetReading reading) {}

  private void number(Series series, NumberReading reading) {
    Object value = reading.isLong() ? (Object) reading.longValue() : (Object) reading.doubleValue();
    add(series, value, reading.exemplar() == null ? List.of() : List.of(reading.exemplar()));
  }

  private void add(Series series, Object value, List<Exemplar> exemplars) {
    if (!family.scope().name().equals("io.obs4j")) {
      points.add(
          new Point(family, series.attributes(), value, series.startEpochNanos(), exemplars));
    }
  }
}
