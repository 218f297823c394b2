package io.obs4j.metrics;

import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import java.util.function.LongConsumer;

/** Hands on the value of each counter. */
record LastValues(LongConsumer values) implements MetricVisitor {

  @Override
  public void counter(Series series, NumberReading reading) {
    values.accept(reading.longValue());
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
