package io.obs4j.weave;

import io.obs4j.annotation.Label;
import io.obs4j.annotation.Timed;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.function.UnaryOperator;

/** The code in docs/migrating-from-withspan.md. */
@SuppressWarnings("UnusedVariable") // Labels and attributes alone are made of them.
class FromWithSpan implements UnaryOperator<String> {

  @WithSpan("order.create")
  String create(@SpanAttribute("order.id") String id) {
    return "order " + id;
  }

  @WithSpan("order.pay")
  @Timed("order.pay") // of io.obs4j.annotation
  String pay(@SpanAttribute("order.id") String id, @Label("tier") String tier) {
    return tier + " paid " + id;
  }

  @Override
  public String apply(String id) {
    return pay(create(id), "gold");
  }
}
