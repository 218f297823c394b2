package io.obs4j.examples.shop;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.function.Function;

/** One of the services behind the gateway: does its part of an order, within a span of its own. */
record Step(String name, Chance chance, Tracer tracer) implements Function<byte[], Reply> {

  @Override
  @SuppressWarnings("try") // A scope is opened to be closed.
  public Reply apply(byte[] body) {
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
    try (Scope scope = span.makeCurrent()) {
      work();
      return new Reply(Reply.OK, name + " is done with " + order.quantity() + " x " + order.item());
    } catch (StepFailedException e) {
      span.recordException(e);
      span.setStatus(StatusCode.ERROR, "the step failed");
      return new Reply(Reply.FAILED, name + " failed");
    } finally {
      span.end();
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
