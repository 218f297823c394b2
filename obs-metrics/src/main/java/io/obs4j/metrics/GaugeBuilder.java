package io.obs4j.metrics;

import io.obs4j.core.MetricKind;

/** Declares a {@link Gauge}. */
public final class GaugeBuilder extends ObservableBuilder<Gauge, GaugeBuilder> {

  GaugeBuilder(Registry registry, String name) {
    super(registry, name, MetricKind.GAUGE);
  }

  @Override
  GaugeBuilder self() {
    return this;
  }

  @Override
  Cell cell(Cell.Place place) {
    return new GaugeCell(place);
  }

  @Override
  Gauge refusing() {
    return RefusingGauge.INSTANCE;
  }
}
