package io.obs4j.metrics;

/** Named states, each on or off. Safe for use by any thread; lock-free and never throws. */
public interface StateSet {

  /**
   * Turns a state on or off.
   *
   * @param state one of those that were declared; another is refused and counted
   * @param on whether it is on
   */
  void set(String state, boolean on);

  /**
   * Turns one state on and all others off.
   *
   * @param state one of those that were declared; another is refused and counted
   */
  void only(String state);
}
