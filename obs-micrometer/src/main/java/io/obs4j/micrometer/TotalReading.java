package io.obs4j.micrometer;

import io.obs4j.core.NumberReading;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;

/** What a counter holds. Not safe for use by several threads at once. */
final class TotalReading implements SelectiveMetricVisitor {

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
}
