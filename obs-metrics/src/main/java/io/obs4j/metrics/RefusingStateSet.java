package io.obs4j.metrics;

/** A state set that records nothing. */
enum RefusingStateSet implements StateSet {
  INSTANCE;

  @Override
  public void set(String state, boolean on) {}

  @Override
  public void only(String state) {}
}
