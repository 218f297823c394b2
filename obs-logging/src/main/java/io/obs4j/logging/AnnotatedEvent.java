package io.obs4j.logging;

import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** An event with one key-value more. */
final class AnnotatedEvent implements LogEvent {

  private final LogEvent event;
  private final List<KeyValuePair> keyValues;

  AnnotatedEvent(LogEvent event, String key, Object value) {
    this.event = event;
    this.keyValues = new ArrayList<>(event.keyValues());
    keyValues.add(new KeyValuePair(key, value));
  }

  @Override
  public long epochNanos() {
    return event.epochNanos();
  }

  @Override
  public LogLevel level() {
    return event.level();
  }

  @Override
  public String logger() {
    return event.logger();
  }

  @Override
  public String thread() {
    return event.thread();
  }

  @Override
  public @Nullable String message() {
    return event.message();
  }

  @Override
  public @Nullable String formatted() {
    return event.formatted();
  }

  @Override
  public int argumentCount() {
    return event.argumentCount();
  }

  @Override
  public @Nullable Object argument(int index) {
    return event.argument(index);
  }

  @Override
  public @Nullable Throwable throwable() {
    return event.throwable();
  }

  @Override
  public List<Marker> markers() {
    return event.markers();
  }

  @Override
  public List<KeyValuePair> keyValues() {
    return keyValues;
  }

  @Override
  public ContextFields context() {
    return event.context();
  }

  @Override
  public SpanContext span() {
    return event.span();
  }

  @Override
  public @Nullable StackTraceElement caller() {
    return event.caller();
  }

  @Override
  public @Nullable String eventName() {
    return event.eventName();
  }

  @Override
  public @Nullable String baggage(String key) {
    return event.baggage(key);
  }

  @Override
  public int failures() {
    return event.failures();
  }
}
