package io.obs4j.micrometer;

import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;

/** What a counter holds. Not safe for use by several threads at once. */
final class TotalReading implements MetricVisitor {

  private double total;

  private TotalReading() {}

  static double of(SeriesHandle<?> series) {
    TotalReading reading = new TotalReading();
    series.visit(reading);
    return reading.total;
  }

  @Override
  public void counter(Series series, NumberReading reading) {
    total = reading.doubleValue();
  }

  @Override
  public void family(MetricFamily family) {}

  @Override
  public void gauge(Series series, NumberReading reading) {}

  @Override
  public void histogram(Series series, HistogramReading reading) {}

  @Override
  public void summary(Series series, SummaryReading reading) {}

  @Override
  public void info(Series series) {}

  @Override
  public void stateSet(Series series, StateSetReading reading) {}
}
