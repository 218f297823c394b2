package io.obs4j.examples.shop;

import io.obs4j.annotation.Observed;

/** Looks whether the items of an order are there. */
record Inventory(Chance shelves) implements Step {

  @Override
  @Observed("inventory.check")
  public void carryOut(Order order) throws StepFailedException {
    shelves.work();
  }
}
