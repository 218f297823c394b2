package io.obs4j.consumer;

import io.obs4j.core.Exporter;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.Signals;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An exporter as a user would write one: a line per series, on demand. */
final class LinesExporter implements Exporter {

  private final List<String> lines = new ArrayList<>();
  private MetricReader reader;

  @Override
  public void start(Signals signals) {
    if (reader != null) {
      throw new IllegalStateException("started twice");
    }
    reader = signals.metrics().openReader();
  }

  @Override
  public boolean flush(Duration limit) {
    lines.clear();
    reader.visit(new Printer());
    return true;
  }

  @Override
  public void close(Duration limit) {
    if (reader != null) {
      reader.close();
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  private final class Printer implements MetricVisitor {
    private MetricFamily current;

    @Override
    public void family(MetricFamily family) {
      current = family;
    }

    @Override
    public void counter(Series series, NumberReading reading) {
      line(series, Long.toString(reading.longValue()));
    }

    @Override
    public void gauge(Series series, NumberReading reading) {
      line(series, Double.toString(reading.doubleValue()));
    }

    @Override
    public void histogram(Series series, HistogramReading reading) {
      line(series, reading.count() + " adding up to " + reading.sum());
    }

    @Override
    public void summary(Series series, SummaryReading reading) {
      line(series, Long.toString(reading.count()));
    }

    @Override
    public void info(Series series) {
      line(series, "");
    }

    @Override
    public void stateSet(Series series, StateSetReading reading) {
      line(series, "");
    }

    private void line(Series series, String value) {
      lines.add(current.name() + " " + series.attributes() + " " + value);
    }
  }
}
