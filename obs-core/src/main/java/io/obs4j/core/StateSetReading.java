package io.obs4j.core;

/** Named states, each on or off. Valid during the visit only. */
public interface StateSetReading {

  /**
   * How many states there are.
   *
   * @return the number, the same in every reading of a family
   */
  int stateCount();

  /**
   * The name of a state.
   *
   * @param index from 0 to below {@link #stateCount()}
   * @return the name, unlike that of any other state
   */
  String state(int index);

  /**
   * Whether a state is on.
   *
   * @param index from 0 to below {@link #stateCount()}
   * @return true if on
   */
  boolean isOn(int index);
}
