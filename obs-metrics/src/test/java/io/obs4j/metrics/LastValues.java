package io.obs4j.metrics;

import io.obs4j.core.NumberReading;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;
import java.util.function.LongConsumer;

/** Hands on the value of each counter. */
record LastValues(LongConsumer values) implements SelectiveMetricVisitor {

  @Override
  public void counter(Series series, NumberReading reading) {
    values.accept(reading.longValue());
  }
}
