package io.obs4j.spring;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.springframework.boot.logging.CorrelationIdFormatter;

/**
 * What {@code %correlationId} is in the patterns of Spring Boot: the ids of the current span, with
 * a blank behind; without one what Spring Boot has of the MDC, in which other tracers put theirs;
 * or nothing. Asked on the thread that logs.
 */
final class CorrelationId extends ClassicConverter {

  private CorrelationIdFormatter mdc = CorrelationIdFormatter.DEFAULT;
  private String nothing = "";

  @Override
  public void start() {
    mdc = CorrelationIdFormatter.of(getOptionList());
    nothing = mdc.format(name -> null);
    super.start();
  }

  @Override
  public String convert(ILoggingEvent event) {
    SpanContext span = Span.current().getSpanContext();
    if (span.isValid()) {
      return '[' + span.getTraceId() + '-' + span.getSpanId() + "] ";
    }
    String text = mdc.format(event.getMDCPropertyMap()::get);
    return text.equals(nothing) ? "" : text;
  }
}
