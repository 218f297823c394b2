package io.obs4j.examples.shop;

import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Traced;
import io.obs4j.logging.AuditLog;
import io.opentelemetry.api.baggage.Baggage;

/** Takes the money, and leaves a line in the audit for each payment that was made or tried. */
record Payment(Chance bank, AuditLog audit) implements Step {

  @Override
  @Observed("payment.process")
  public void carryOut(Order order) throws StepFailedException {
    AuditLog.Action payment =
        audit
            .action("payment")
            .by(order.user())
            .on("order/" + Baggage.current().getEntryValue(Gateway.ORDER_ID))
            .with("order.amount", order.amount());
    try {
      charge();
    } catch (StepFailedException e) {
      payment.failed(String.valueOf(e.getMessage()));
      throw e;
    }
    payment.succeeded();
  }

  @Timed("bank.charge")
  @Traced("bank.charge")
  private void charge() throws StepFailedException {
    bank.work();
  }
}
