package io.obs4j.metrics;

/** Measures no tasks. */
enum RefusingInFlight implements InFlight, InFlight.Task {
  INSTANCE;

  @Override
  public Task start() {
    return this;
  }

  @Override
  public void close() {}
}
