package io.obs4j.micrometer;

import io.obs4j.metrics.Histogram;

/** A distribution that is counted in buckets. */
record HistogramDistribution(SeriesHandle<Histogram> series) implements Distribution {

  @Override
  public void record(double value) {
    series.instrument().record(value);
  }

  @Override
  public void recordNanos(long nanos) {
    series.instrument().recordNanos(nanos);
  }

  @Override
  public void readInto(DistributionReading reading) {
    series.visit(reading);
  }

  @Override
  public void close() {
    series.close();
  }
}
