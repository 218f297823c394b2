package io.obs4j.logging;

import io.obs4j.core.Clock;
import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** An event that is put together here: facts, and a sentence that people can read. */
final class StreamEvent implements LogEvent {

  private static final Object[] NONE = {};

  private final String logger;
  private final LogLevel level;
  private final List<KeyValuePair> facts = new ArrayList<>();
  private String message = "";
  private Object[] arguments = NONE;
  private long epochNanos;
  private SpanContext span = SpanContext.getInvalid();

  StreamEvent(String logger, LogLevel level) {
    this.logger = logger;
    this.level = level;
  }

  void add(String key, Object value) {
    facts.add(
        new KeyValuePair(
            Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
  }

  void say(String template, Object... values) {
    message = template;
    arguments = values;
  }

  void now(Clock clock) {
    epochNanos = clock.epochNanos();
  }

  void log(Logging logging, LogStream stream) {
    now(logging.clock());
    span = Span.current().getSpanContext();
    logging.log(stream, this);
  }

  @Override
  public long epochNanos() {
    return epochNanos;
  }

  @Override
  public LogLevel level() {
    return level;
  }

  @Override
  public String logger() {
    return logger;
  }

  @Override
  public String thread() {
    return Thread.currentThread().getName();
  }

  @Override
  public String message() {
    return message;
  }

  @Override
  public int argumentCount() {
    return arguments.length;
  }

  @Override
  public Object argument(int index) {
    return arguments[index];
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
    return facts;
  }

  @Override
  public ContextFields context() {
    return ContextFields.NONE;
  }

  @Override
  public SpanContext span() {
    return span;
  }

  @Override
  public @Nullable StackTraceElement caller() {
    return null;
  }
}
