package io.obs4j.examples.shop;

import java.util.function.Function;

/** One of the services behind the gateway: does its part of an order. */
record Step(String name, Chance chance) implements Function<byte[], Reply> {

  @Override
  public Reply apply(byte[] body) {
    Order order = Order.parse(body);
    return chance.work()
        ? new Reply(Reply.OK, name + " is done with " + order.quantity() + " x " + order.item())
        : new Reply(Reply.FAILED, name + " failed");
  }
}
