package io.obs4j.logging.format;

import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * In place of an event that could not be read.
 *
 * @param cause what it threw
 */
record UnreadableEvent(Throwable cause) implements LogEvent {

  @Override
  public long epochNanos() {
    return System.currentTimeMillis() * 1_000_000;
  }

  @Override
  public LogLevel level() {
    return LogLevel.ERROR;
  }

  @Override
  public String logger() {
    return "io.obs4j";
  }

  @Override
  public String thread() {
    return Thread.currentThread().getName();
  }

  @Override
  public String message() {
    return "A log event could not be written: it threw " + cause.getClass().getName() + ".";
  }

  @Override
  public int argumentCount() {
    return 0;
  }

  @Override
  public @Nullable Object argument(int index) {
    return null;
  }

  @Override
  public @Nullable Throwable throwable() {
    return null;
  }

  @Override
  public List<Marker> markers() {
    return List.of();
  }

  @Override
  public List<KeyValuePair> keyValues() {
    return List.of();
  }

  @Override
  public ContextFields context() {
    return ContextFields.NONE;
  }

  @Override
  public SpanContext span() {
    return SpanContext.getInvalid();
  }

  @Override
  public @Nullable StackTraceElement caller() {
    return null;
  }

  @Override
  public @Nullable String baggage(String key) {
    return null;
  }
}
