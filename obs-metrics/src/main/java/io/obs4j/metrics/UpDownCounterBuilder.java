package io.obs4j.metrics;

import io.obs4j.core.MetricKind;

/** Declares a {@link UpDownCounter}. */
public final class UpDownCounterBuilder
    extends ObservableBuilder<UpDownCounter, UpDownCounterBuilder> {

  UpDownCounterBuilder(Registry registry, String name) {
    super(registry, name, MetricKind.UP_DOWN_COUNTER);
  }

  @Override
  UpDownCounterBuilder self() {
    return this;
  }

  @Override
  Cell cell(Cell.Place place) {
    return new UpDownCounterCell(place);
  }

  @Override
  UpDownCounter refusing() {
    return RefusingUpDownCounter.INSTANCE;
  }
}
