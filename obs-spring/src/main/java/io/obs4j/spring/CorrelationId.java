package io.obs4j.spring;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/**
 * What {@code %correlationId} is in the patterns of Spring Boot: the ids of the current span, with
 * a blank behind, or nothing. Asked on the thread that logs.
 */
final class CorrelationId extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid() ? '[' + span.getTraceId() + '-' + span.getSpanId() + "] " : "";
  }
}
