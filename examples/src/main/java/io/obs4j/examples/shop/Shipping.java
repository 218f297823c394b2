package io.obs4j.examples.shop;

import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;

/** Has the items of an order brought to who ordered them. */
record Shipping(Chance carrier) implements Step {

  @Override
  @Observed("shipping.arrange")
  public void carryOut(@Label(value = "parcel", accessor = "parcel") Order order)
      throws StepFailedException {
    carrier.work();
  }
}
