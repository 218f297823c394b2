package io.obs4j.examples.shop;

/** What a service behind the gateway does for an order. Safe for use by any thread. */
@FunctionalInterface
interface Step {

  /**
   * Does it.
   *
   * @throws StepFailedException if it could not be done
   */
  void carryOut(Order order) throws StepFailedException;
}
