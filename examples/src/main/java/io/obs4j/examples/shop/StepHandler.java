package io.obs4j.examples.shop;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Answers orders with what came of a step, and tells it in the log.
 *
 * @param name of the service
 */
record StepHandler(String name, Step step) implements Function<Order, Reply> {

  private static final OrderLog LOG = new OrderLog(LoggerFactory.getLogger(StepHandler.class));

  @Override
  @SuppressWarnings("try") // An entry of the diagnostic context is put to be removed.
  public Reply apply(Order order) {
    long begun = System.nanoTime();
    describe(order, Span.current());
    try (MDC.MDCCloseable user = OrderLog.by(order)) {
      return carryOut(order, begun);
    }
  }

  private Reply carryOut(Order order, long begun) {
    try {
      step.carryOut(order);
      Reply done =
          new Reply(Reply.OK, name + " is done with " + order.quantity() + " x " + order.item());
      LOG.succeeded(order, done, begun);
      return done;
    } catch (StepFailedException e) {
      Reply failed = new Reply(Reply.FAILED, name + " failed");
      LOG.failed(order, failed, begun, e);
      return failed;
    }
  }

  private static void describe(Order order, Span request) {
    request
        .setAttribute("order.item", order.item())
        .setAttribute("order.quantity", order.quantity());
    String id = Baggage.current().getEntryValue(Gateway.ORDER_ID);
    if (id != null) {
      request.setAttribute(Gateway.ORDER_ID, id);
    }
  }
}
