package io.obs4j.weave;

import io.micrometer.core.annotation.Timed;
import io.micrometer.observation.annotation.Observed;
import io.obs4j.annotation.Label;
import java.util.function.UnaryOperator;

/** The code in docs/migrating-from-micrometer-annotations.md. */
class FromMicrometer implements UnaryOperator<String> {

  record Cart(String tier) {}

  @Timed("orders.place")
  String place(String id) {
    return "order " + id;
  }

  @Observed(name = "orders.pay", contextualName = "pay order")
  String pay(String id) {
    return "paid " + place(id);
  }

  @Timed("orders.find")
  String find(@Label(value = "tier", accessor = "tier") Cart cart) {
    return "found " + cart.tier();
  }

  @Override
  public String apply(String id) {
    return find(new Cart("gold")) + ", " + pay(id);
  }
}
