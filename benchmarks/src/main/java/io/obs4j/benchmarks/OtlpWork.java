package io.obs4j.benchmarks;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;

/** What is recorded to be sent over OTLP, by the API that all sides share. */
final class OtlpWork {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<String> USER = AttributeKey.stringKey("user.name");
  private static final AttributeKey<Long> ORDER = AttributeKey.longKey("order");
  private static final AttributeKey<Boolean> CACHED = AttributeKey.booleanKey("cached");

  private OtlpWork() {}

  /** A span with five attributes and an event. */
  static void span(Tracer tracer, int order) {
    tracer
        .spanBuilder("GET /orders/{id}")
        .setSpanKind(SpanKind.SERVER)
        .startSpan()
        .setAttribute(METHOD, "GET")
        .setAttribute(ROUTE, "/orders/{id}")
        .setAttribute(ORDER, (long) order)
        .setAttribute(CACHED, order % 2 == 0)
        .setAttribute(USER, "user" + order % 100)
        .addEvent("cache miss")
        .end();
  }

  /** A log record with a body and three attributes. */
  static void log(Logger logger, int order) {
    logger
        .logRecordBuilder()
        .setSeverity(Severity.INFO)
        .setSeverityText("INFO")
        .setBody("Order " + order + " was placed by a customer")
        .setAttribute(ROUTE, "/orders/{id}")
        .setAttribute(ORDER, (long) order)
        .setAttribute(USER, "user" + order % 100)
        .emit();
  }

  /** The route of a series of counters. */
  static String route(int series) {
    return "/api/v1/resource/" + series;
  }
}
