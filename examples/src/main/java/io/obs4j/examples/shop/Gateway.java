package io.obs4j.examples.shop;

import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Takes orders, and has the other services do one step of each after another. */
final class Gateway implements Function<byte[], Reply> {

  /** The attribute of spans and the entry of the baggage that name an order. */
  static final String ORDER_ID = "order.id";

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
  @SuppressWarnings("try") // A scope is opened to be closed.
  public Reply apply(byte[] body) {
    Order order = Order.parse(body);
    users.seen(order.user());
    String id = UUID.randomUUID().toString();
    Span.current().setAttribute(ORDER_ID, id).setAttribute("order.amount", order.amount());
    try (Scope scope = Baggage.current().toBuilder().put(ORDER_ID, id).build().makeCurrent()) {
      return carryOut(order);
    }
  }

  private Reply carryOut(Order order) {
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
