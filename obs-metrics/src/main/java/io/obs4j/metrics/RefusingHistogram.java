package io.obs4j.metrics;

/** A histogram that records nothing. */
enum RefusingHistogram implements Histogram, Histogram.Timing {
  INSTANCE;

  @Override
  public void record(double value) {}

  @Override
  public void recordNanos(long nanos) {}

  @Override
  public Timing start() {
    return this;
  }

  @Override
  public void close() {}
}
