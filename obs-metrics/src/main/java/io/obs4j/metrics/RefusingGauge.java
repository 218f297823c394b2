package io.obs4j.metrics;

/** A gauge that records nothing. */
enum RefusingGauge implements Gauge {
  INSTANCE;

  @Override
  public void set(double value) {}

  @Override
  public void add(double amount) {}

  @Override
  public void max(double value) {}
}
