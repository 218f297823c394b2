package io.obs4j.metrics;

import io.obs4j.core.StateSetReading;
import java.util.List;

/** The states that a walk shows to the visitor at the moment. */
final class StateSetFlyweight implements StateSetReading {

  private List<String> names = List.of();
  private long on;

  StateSetFlyweight set(List<String> states, long bits) {
    names = states;
    on = bits;
    return this;
  }

  @Override
  public int stateCount() {
    return names.size();
  }

  @Override
  public String state(int index) {
    return names.get(index);
  }

  @Override
  public boolean isOn(int index) {
    return (on >>> index & 1) != 0;
  }
}
