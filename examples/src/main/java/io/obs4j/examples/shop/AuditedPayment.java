package io.obs4j.examples.shop;

import io.obs4j.logging.AuditLog;
import io.opentelemetry.api.baggage.Baggage;
import java.util.function.Function;
import org.slf4j.MDC;

/** Leaves a line in the audit for each payment that was made or tried: who, for what, how much. */
record AuditedPayment(Function<byte[], Reply> payment, AuditLog audit)
    implements Function<byte[], Reply> {

  @Override
  public Reply apply(byte[] body) {
    Order order = Order.parse(body);
    Reply reply = payment.apply(body);
    AuditLog.Action action =
        audit
            .action("payment")
            .by(order.user())
            .on("order/" + Baggage.current().getEntryValue(Gateway.ORDER_ID))
            .with("order.amount", order.amount())
            .with(RequestId.KEY, String.valueOf(MDC.get(RequestId.KEY)));
    if (reply.isOk()) {
      action.succeeded();
    } else {
      action.failed(reply.reason());
    }
    return reply;
  }
}
