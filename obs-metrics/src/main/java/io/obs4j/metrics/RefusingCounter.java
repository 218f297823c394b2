package io.obs4j.metrics;

/** A counter that records nothing. */
enum RefusingCounter implements Counter {
  INSTANCE;

  @Override
  public void increment() {}

  @Override
  public void add(long amount) {}

  @Override
  public void add(double amount) {}
}
