package io.obs4j.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Writes down a walk, one line per call. */
final class RecordingVisitor implements MetricVisitor {

  final List<String> lines = new ArrayList<>();
  final List<MetricFamily> families = new ArrayList<>();
  final List<Series> series = new ArrayList<>();

  static List<String> walk(MetricSource source) {
    RecordingVisitor visitor = new RecordingVisitor();
    source.visit(visitor);
    return visitor.lines;
  }

  @Override
  public void family(MetricFamily family) {
    families.add(family);
    lines.add(family.kind() + " " + family.name());
  }

  @Override
  public void counter(Series series, NumberReading reading) {
    number(series, reading);
  }

  @Override
  public void gauge(Series series, NumberReading reading) {
    number(series, reading);
  }

  private void number(Series one, NumberReading reading) {
    series.add(one);
    String value =
        reading.isLong() ? reading.longValue() + "" : Double.toString(reading.doubleValue());
    lines.add(new HashMap<>(one.attributes().asMap()) + " " + value);
  }

  @Override
  public void histogram(Series series, HistogramReading reading) {
    throw new AssertionError("no histogram was declared");
  }

  @Override
  public void summary(Series series, SummaryReading reading) {
    throw new AssertionError("no summary was declared");
  }

  @Override
  public void info(Series series) {
    throw new AssertionError("no info was declared");
  }

  @Override
  public void stateSet(Series series, StateSetReading reading) {
    throw new AssertionError("no state set was declared");
  }
}
