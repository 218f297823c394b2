package io.obs4j.examples.shop;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells in one line what came of an order, or of a step of it, under the names of the Elastic
 * Common Schema. The ids of the order and of the request come from the baggage.
 */
record OrderLog(Logger logger) {

  /** Has all lines of this thread tell who ordered, until it is closed. */
  static MDC.MDCCloseable by(Order order) {
    return MDC.putCloseable("user.id", order.user());
  }

  void succeeded(Order order, Reply reply, long begun) {
    about(logger.atInfo(), order, "success", reply, begun).log(reply.reason());
  }

  void failed(Order order, Reply reply, long begun, @Nullable Throwable cause) {
    about(
            cause == null ? logger.atWarn() : logger.atError().setCause(cause),
            order,
            "failure",
            reply,
            begun)
        .log(reply.reason());
  }

  private static LoggingEventBuilder about(
      LoggingEventBuilder line, Order order, String outcome, Reply reply, long begun) {
    return line.addKeyValue("event.outcome", outcome)
        .addKeyValue("event.duration", System.nanoTime() - begun)
        .addKeyValue("http.response.status_code", reply.status())
        .addKeyValue("order.item", order.item())
        .addKeyValue("order.quantity", order.quantity())
        .addKeyValue("order.amount", order.amount());
  }
}
