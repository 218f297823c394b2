package io.obs4j.micrometer;

import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Counter;

/** A counter. Whole amounts are added exactly. */
final class ObsCounter extends AbstractMeter implements Counter {

  /** Above this not every integer is a double. */
  private static final double MOST_EXACT = 0x1p53;

  private final SeriesHandle<io.obs4j.metrics.Counter> series;
  private final io.obs4j.metrics.Counter counter;

  ObsCounter(Id id, SeriesHandle<io.obs4j.metrics.Counter> series) {
    super(id);
    this.series = series;
    counter = series.instrument();
  }

  @Override
  public void increment() {
    counter.increment();
  }

  @Override
  public void increment(double amount) {
    long whole = (long) amount;
    if (whole == amount && amount <= MOST_EXACT) {
      counter.add(whole);
    } else {
      counter.add(amount);
    }
  }

  @Override
  public double count() {
    return TotalReading.of(series);
  }
}
