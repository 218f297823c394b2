package io.obs4j.consumer;

import io.obs4j.annotation.Label;
import io.obs4j.annotation.Timed;

/** What a user annotates, and the build weaves. */
final class Orders {

  record Order(String status) {}

  Order place(String tenant) {
    return create(tenant);
  }

  @Timed("order.create")
  @Label(value = "status", accessor = "status")
  private static Order create(@Label("tenant") String tenant) {
    return new Order("open");
  }
}
