package io.obs4j.examples.shop;

import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Takes orders, and has the other services do one step of each after another. */
final class Gateway implements Function<Order, Reply> {

  /** The attribute of spans, the entry of the baggage and the field of log lines: an order. */
  static final String ORDER_ID = "order.id";

  private static final OrderLog LOG = new OrderLog(LoggerFactory.getLogger(Gateway.class));

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
  @Observed("order.take")
  @Label(value = "status", accessor = "status")
  @SuppressWarnings("try") // Scopes are opened to be closed.
  public Reply apply(Order order) {
    long begun = System.nanoTime();
    users.seen(order.user());
    String id = UUID.randomUUID().toString();
    Span.current().setAttribute(ORDER_ID, id).setAttribute("order.amount", order.amount());
    try (Scope scope = Baggage.current().toBuilder().put(ORDER_ID, id).build().makeCurrent();
        MDC.MDCCloseable user = OrderLog.by(order)) {
      Reply reply = carryOut(order);
      if (reply.isOk()) {
        LOG.succeeded(order, reply, begun);
      } else {
        LOG.failed(order, reply, begun, null);
      }
      return reply;
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
