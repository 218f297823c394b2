package io.obs4j.metrics.runtime;

import io.obs4j.metrics.Observer;

/** Takes what was read and leaves out what is not known: negative numbers and NaN. */
final class Values {

  private static final double NANOS = 1e-9;

  private final Observer observer;

  Values(Observer observer) {
    this.observer = observer;
  }

  void add(long value, String... labelValues) {
    if (value >= 0) {
      observer.observe(value, labelValues);
    }
  }

  void add(double value, String... labelValues) {
    if (value >= 0) {
      observer.observe(value, labelValues);
    }
  }

  /** Adds a time in seconds. */
  void addNanos(long nanos, String... labelValues) {
    add(nanos * NANOS, labelValues);
  }
}
