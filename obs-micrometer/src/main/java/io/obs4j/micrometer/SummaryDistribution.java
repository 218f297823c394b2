package io.obs4j.micrometer;

import io.obs4j.metrics.Summary;

/** A distribution of which count, sum and perhaps recent quantiles are kept. */
record SummaryDistribution(SeriesHandle<Summary> series) implements Distribution {

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
