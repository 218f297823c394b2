package io.obs4j.metrics;

import io.obs4j.core.MetricKind;
import java.util.HashSet;
import java.util.List;

/** Declares a {@link StateSet}. All states are off at first. */
public final class StateSetBuilder extends InstrumentBuilder<StateSet, StateSetBuilder> {

  /** How many states there may be: {@value}. */
  public static final int MOST_STATES = 64;

  private List<String> names = List.of();

  StateSetBuilder(Registry registry, String name) {
    super(registry, name, MetricKind.STATE_SET);
  }

  /**
   * Sets the states. They must be set.
   *
   * @param states from 1 to {@value #MOST_STATES} names, all different
   * @return this builder
   */
  public StateSetBuilder states(String... states) {
    List<String> checked = List.of(states);
    if (checked.isEmpty()
        || checked.size() > MOST_STATES
        || new HashSet<>(checked).size() < checked.size()) {
      throw new IllegalArgumentException(
          "states " + checked + " of metric " + name() + " must be 1 to 64 different names");
    }
    names = checked;
    return this;
  }

  @Override
  StateSetBuilder self() {
    return this;
  }

  @Override
  Cell cell(Cell.Place place) {
    return new StateSetCell(
        place, ((Aggregation.States) place.table().declaration().aggregation()).names());
  }

  @Override
  StateSet refusing() {
    return RefusingStateSet.INSTANCE;
  }

  @Override
  Aggregation aggregation() {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "metric " + name() + " has no states; name them with states(...)");
    }
    return new Aggregation.States(names);
  }
}
