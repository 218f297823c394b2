package io.obs4j.metrics;

import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;
import io.obs4j.core.SummaryReading;
import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the last reading of each series that any walk has shown, ended ones included, and notes
 * what no walk may show: one key or one index twice, or a count that has become less.
 */
final class Ledger {

  private final String name;
  private final Map<Long, Long> last = new HashMap<>();
  private final Set<String> faults = new HashSet<>();

  Ledger(String name) {
    this.name = name;
  }

  long sum() {
    return last.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many series there have been. */
  int seriesCount() {
    return last.size();
  }

  Set<String> faults() {
    return faults;
  }

  MetricVisitor walk() {
    return new Walk();
  }

  private final class Walk implements SelectiveMetricVisitor {

    private final Set<Attributes> keys = new HashSet<>();
    private final Set<Integer> indexes = new HashSet<>();
    private boolean wanted;

    @Override
    public void family(MetricFamily family) {
      wanted = family.name().equals(name);
    }

    @Override
    public void counter(Series series, NumberReading reading) {
      note(series, reading.longValue());
    }

    @Override
    public void gauge(Series series, NumberReading reading) {
      note(series, reading.longValue());
    }

    @Override
    public void histogram(Series series, HistogramReading reading) {
      note(series, reading.count());
    }

    @Override
    public void summary(Series series, SummaryReading reading) {
      note(series, reading.count());
    }

    private void note(Series series, long value) {
      if (!wanted) {
        return;
      }
      if (!keys.add(series.attributes())) {
        faults.add(series.attributes() + " is shown twice");
      }
      if (!indexes.add(series.index())) {
        faults.add("index " + series.index() + " is shown twice");
      }
      long identity = (long) series.index() << 32 | series.generation();
      Long before = last.put(identity, value);
      if (before != null && before > value) {
        faults.add(series.attributes() + " went from " + before + " to " + value);
      }
    }
  }
}
