package io.obs4j.metrics;

/** A summary that records nothing. */
enum RefusingSummary implements Summary {
  INSTANCE;

  @Override
  public void record(double value) {}

  @Override
  public void recordNanos(long nanos) {}
}
