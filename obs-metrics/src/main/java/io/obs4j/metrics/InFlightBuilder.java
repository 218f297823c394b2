package io.obs4j.metrics;

import io.obs4j.core.MetricKind;
import java.util.List;

/**
 * Declares an {@link InFlight}. It is shown as three metrics: the number of tasks in flight as
 * {@code <name>.active}, the age of the oldest as {@code <name>.duration} and the sum of all ages
 * as {@code <name>.duration.sum}, both in seconds.
 */
public final class InFlightBuilder extends InstrumentBuilder<InFlight, InFlightBuilder> {

  private final String name;

  InFlightBuilder(Registry registry, String name) {
    super(registry, name + ".active", MetricKind.UP_DOWN_COUNTER);
    checkName(name + ".duration.sum");
    this.name = name;
    unit("{task}");
  }

  @Override
  InFlightBuilder self() {
    return this;
  }

  @Override
  Cell cell(Cell.Place place) {
    return new InFlightCell(place);
  }

  @Override
  InFlight refusing() {
    return RefusingInFlight.INSTANCE;
  }

  @Override
  Aggregation aggregation() {
    return Aggregation.Plain.TASKS;
  }

  @Override
  Family<InFlight> family(List<String> labels) {
    Declaration active = declaration(labels, false);
    Declaration oldest = active.observedAs(name + ".duration", MetricKind.GAUGE, "s");
    Declaration sum = active.observedAs(name + ".duration.sum", MetricKind.UP_DOWN_COUNTER, "s");
    return registry().inFlight(active, oldest, sum, this::cell);
  }
}
