package io.obs4j.examples.shop;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One of the services behind the gateway: does its part of an order, within a span of its own. */
record Step(String name, Chance chance, Tracer tracer) implements Function<byte[], Reply> {

  private static final OrderLog LOG = new OrderLog(LoggerFactory.getLogger(Step.class));

  @Override
  @SuppressWarnings("try") // Scopes are opened to be closed.
  public Reply apply(byte[] body) {
    long begun = System.nanoTime();
    Order order = Order.parse(body);
    Span span =
        tracer
            .spanBuilder(name + " step")
            .setAttribute("order.item", order.item())
            .setAttribute("order.quantity", order.quantity())
            .startSpan();
    String id = Baggage.current().getEntryValue(Gateway.ORDER_ID);
    if (id != null) {
      span.setAttribute(Gateway.ORDER_ID, id);
    }
    try (Scope scope = span.makeCurrent();
        MDC.MDCCloseable user = OrderLog.by(order)) {
      return carryOut(order, span, begun);
    } finally {
      span.end();
    }
  }

  private Reply carryOut(Order order, Span span, long begun) {
    try {
      work();
      Reply done =
          new Reply(Reply.OK, name + " is done with " + order.quantity() + " x " + order.item());
      LOG.succeeded(order, done, begun);
      return done;
    } catch (StepFailedException e) {
      span.recordException(e);
      span.setStatus(StatusCode.ERROR, "the step failed");
      Reply failed = new Reply(Reply.FAILED, name + " failed");
      LOG.failed(order, failed, begun, e);
      return failed;
    }
  }

  private void work() throws StepFailedException {
    if (!chance.work()) {
      throw new StepFailedException(name + " failed, as it does now and then");
    }
  }

  /** The failure that the shop is told to have. */
  private static final class StepFailedException extends Exception {

    private static final long serialVersionUID = 1;

    StepFailedException(String message) {
      super(message);
    }
  }
}
