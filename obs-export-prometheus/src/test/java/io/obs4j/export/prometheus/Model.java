package io.obs4j.export.prometheus;

import io.obs4j.core.Exemplar;
import io.obs4j.core.ExponentialReading;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricSource;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A source whose every value is written down. */
// Records of arrays: written down by tests, read by encoders, never compared.
@SuppressWarnings("ArrayRecordComponent")
final class Model implements MetricSource {

  static final long START = 1_700_000_000_123_000_000L;

  final List<Family> families = new ArrayList<>();

  Family family(MetricKind kind, String name, String unit, String help) {
    return family(InstrumentationScope.APPLICATION, kind, name, unit, help);
  }

  Family family(
      InstrumentationScope scope, MetricKind kind, String name, String unit, String help) {
    Family family = new Family(new MetricFamily(scope, name, kind, unit, help, false));
    families.add(family);
    return family;
  }

  Family family(MetricKind kind, String name) {
    return family(kind, name, "", "");
  }

  @Override
  public void visit(MetricVisitor visitor) {
    for (Family family : families) {
      visitor.family(family.shape);
      for (Point point : family.points) {
        point.reading.visit(visitor, point);
      }
    }
  }

  /** A family and its series. */
  static final class Family {
    final MetricFamily shape;
    final List<Point> points = new ArrayList<>();

    Family(MetricFamily shape) {
      this.shape = shape;
    }

    Family add(Attributes attributes, Reading reading) {
      return add(attributes, points.size(), 0, reading);
    }

    Family add(Attributes attributes, int index, int generation, Reading reading) {
      points.add(new Point(attributes, index, generation, START, reading));
      return this;
    }

    Family add(Reading reading) {
      return add(Attributes.empty(), reading);
    }
  }

  /** A series with its value. */
  record Point(
      Attributes attributes, int index, int generation, long startEpochNanos, Reading reading)
      implements Series {}

  /** Any value. */
  interface Reading {
    void visit(MetricVisitor visitor, Series series);
  }

  /** A sum. */
  record Sum(Number number, @Nullable Exemplar exemplar) implements Reading, NumberReading {

    static Sum of(Number number) {
      return new Sum(number, null);
    }

    @Override
    public void visit(MetricVisitor visitor, Series series) {
      visitor.counter(series, this);
    }

    @Override
    public boolean isLong() {
      return number instanceof Long;
    }

    @Override
    public long longValue() {
      return number.longValue();
    }

    @Override
    public double doubleValue() {
      return number.doubleValue();
    }
  }

  /** A gauge. */
  record Value(Sum number) implements Reading {

    Value(Number number) {
      this(Sum.of(number));
    }

    @Override
    public void visit(MetricVisitor visitor, Series series) {
      visitor.gauge(series, number);
    }
  }

  /** Facts. */
  record Info() implements Reading {
    @Override
    public void visit(MetricVisitor visitor, Series series) {
      visitor.info(series);
    }
  }

  /** States by name. */
  record States(TreeMap<String, Boolean> states) implements Reading, StateSetReading {
    @Override
    public void visit(MetricVisitor visitor, Series series) {
      visitor.stateSet(series, this);
    }

    @Override
    public int stateCount() {
      return states.size();
    }

    @Override
    public String state(int index) {
      return List.copyOf(states.keySet()).get(index);
    }

    @Override
    public boolean isOn(int index) {
      return List.copyOf(states.values()).get(index);
    }
  }

  /** Quantiles and their values. */
  record Quantiles(long count, double sum, double[] quantiles, double[] values)
      implements Reading, SummaryReading {
    @Override
    public void visit(MetricVisitor visitor, Series series) {
      visitor.summary(series, this);
    }

    @Override
    public int quantileCount() {
      return quantiles.length;
    }

    @Override
    public double quantile(int index) {
      return quantiles[index];
    }

    @Override
    public double value(int index) {
      return values[index];
    }
  }

  /** Buckets. */
  record Buckets(
      double sum,
      double[] bounds,
      long[] counts,
      @Nullable Exemplar[] exemplars,
      @Nullable ExponentialReading exponential)
      implements Reading, HistogramReading {

    static Buckets of(double sum, double[] bounds, long... counts) {
      return new Buckets(sum, bounds, counts, new Exemplar[counts.length], null);
    }

    @Override
    public void visit(MetricVisitor visitor, Series series) {
      visitor.histogram(series, this);
    }

    @Override
    public long count() {
      long count = 0;
      for (long bucket : counts) {
        count += bucket;
      }
      return count;
    }

    @Override
    public double min() {
      return Double.NaN;
    }

    @Override
    public double max() {
      return Double.NaN;
    }

    @Override
    public int boundCount() {
      return bounds.length;
    }

    @Override
    public double bound(int bucket) {
      return bounds[bucket];
    }

    @Override
    public long bucketCount(int bucket) {
      return counts[bucket];
    }

    @Override
    public @Nullable Exemplar exemplar(int bucket) {
      return exemplars[bucket];
    }
  }

  /** Exponential buckets. */
  record Exponential(int scale, double zeroThreshold, long zeroCount, Run positive, Run negative)
      implements ExponentialReading {}

  /** A run of exponential buckets. */
  record Run(int offset, long... counts) implements ExponentialReading.Buckets {
    @Override
    public int size() {
      return counts.length;
    }

    @Override
    public long count(int bucket) {
      return counts[bucket];
    }
  }
}
