package io.obs4j.metrics;

/** An up-down counter that records nothing. */
enum RefusingUpDownCounter implements UpDownCounter {
  INSTANCE;

  @Override
  public void increment() {}

  @Override
  public void decrement() {}

  @Override
  public void add(long amount) {}

  @Override
  public void add(double amount) {}
}
