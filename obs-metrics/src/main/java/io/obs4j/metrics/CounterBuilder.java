package io.obs4j.metrics;

import io.obs4j.core.MetricKind;

/** Declares a {@link Counter}. */
public final class CounterBuilder extends ObservableBuilder<Counter, CounterBuilder> {

  CounterBuilder(Registry registry, String name) {
    super(registry, name, MetricKind.COUNTER);
  }

  @Override
  CounterBuilder self() {
    return this;
  }

  @Override
  Cell cell(Cell.Place place) {
    return new CounterCell(place);
  }

  @Override
  Counter refusing() {
    return RefusingCounter.INSTANCE;
  }
}
