package io.obs4j.metrics;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricReader;
import io.obs4j.core.NumberReading;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;
import io.obs4j.judges.SilentLogger;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.function.Function;

/** A table of its own with one label, and what walks show of it. Made anew for each race. */
final class OneMetric {

  static final SeriesKey A = LabelValues.of("a");
  static final SeriesKey B = LabelValues.of("b");
  static final SeriesKey C = LabelValues.of("c");

  private final Diagnostics diagnostics = Diagnostics.loggingTo(new SilentLogger());
  private final Readers readers =
      new Readers(
          Clock.system(),
          diagnostics.metrics().counter("unseen", "", "Removals not seen.", Attributes.empty()));
  final SeriesTable table;

  OneMetric(MetricKind kind, int limit, Function<Cell.Place, Cell> factory) {
    table =
        new SeriesTable(
            new Engine(
                Clock.system(),
                diagnostics,
                new Exemplars(Clock.system(), diagnostics, false),
                readers,
                new Callbacks(diagnostics)),
            new Declaration(
                InstrumentationScope.of("stress", ""),
                "metric",
                kind,
                false,
                "",
                "",
                List.of("key"),
                Attributes.empty(),
                null,
                Aggregation.Plain.LAST,
                limit,
                null),
            factory);
  }

  static OneMetric counter() {
    return counter(10);
  }

  static OneMetric counter(int limit) {
    return new OneMetric(MetricKind.COUNTER, limit, CounterCell::new);
  }

  CounterCell counterOf(SeriesKey key) {
    return (CounterCell) table.intern(key);
  }

  Walk walk() {
    Walk walk = new Walk();
    walk.visit(table);
    return walk;
  }

  /** What one cell shows, be it in the table or not. */
  static double valueOf(Cell cell) {
    Walk walk = new Walk();
    cell.accept(walk, new Readings());
    return walk.sum;
  }

  MetricReader openReader() {
    return readers.open(visitor -> ((Walk) visitor).visit(table), table::retire);
  }

  /** How many recordings the metric has refused. */
  long refused() {
    Walk walk = new Walk();
    diagnostics.visit(walk);
    return walk.refused;
  }

  /** The number of series that a walk has shown, and the sum of their values. */
  static final class Walk implements SelectiveMetricVisitor {

    int shown;
    double sum;
    private long refused;
    private String family = "";
    private final StringBuilder keys = new StringBuilder();

    private void visit(SeriesTable table) {
      table.visit(this, new Readings());
    }

    /** The values of the label, in the order in which they were shown. */
    String keys() {
      return keys.toString();
    }

    @Override
    public void family(MetricFamily next) {
      family = next.name();
    }

    @Override
    public void counter(Series series, NumberReading reading) {
      if (family.equals("obs.metrics.refused")) {
        refused += reading.longValue();
      } else {
        gauge(series, reading);
      }
    }

    @Override
    public void gauge(Series series, NumberReading reading) {
      shown++;
      sum += reading.doubleValue();
      keys.append(series.attributes().get(AttributeKey.stringKey("key")));
    }
  }
}
