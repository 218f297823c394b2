package io.obs4j.examples.shop;

import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import java.util.List;
import java.util.function.Function;

/** Takes orders, and has the other services do one step of each after another. */
final class Gateway implements Function<byte[], Reply> {

  private final List<Dependency> steps;
  private final ActiveUsers users = new ActiveUsers(System::nanoTime);
  private final Histogram amount;

  Gateway(List<Dependency> steps, Metrics metrics) {
    this.steps = steps;
    amount =
        metrics
            .histogram("order.amount")
            .unit("{EUR}")
            .help("Amounts of completed orders, in euros")
            .create();
    metrics
        .gauge("users.active")
        .help("Users who ordered within the last minute")
        .callback(users::count);
  }

  @Override
  public Reply apply(byte[] body) {
    Order order = Order.parse(body);
    users.seen(order.user());
    for (Dependency step : steps) {
      Reply reply = step.call(order);
      if (!reply.isOk()) {
        return reply;
      }
    }
    amount.record(order.amount());
    return new Reply(Reply.OK, "Thank you for " + order.quantity() + " x " + order.item());
  }
}
