package io.obs4j.logging;

import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** An event in which everything can be set. */
class TestEvent implements LogEvent {

  String logger = "io.acme.Orders";
  LogLevel level = LogLevel.INFO;
  String message;
  Object[] arguments = {};
  Throwable throwable;
  ContextFields context = ContextFields.NONE;
  SpanContext span = SpanContext.getInvalid();
  StackTraceElement caller;
  final List<KeyValuePair> keyValues = new ArrayList<>();
  final List<Marker> markers = new ArrayList<>();

  TestEvent(String message, Object... arguments) {
    this.message = message;
    this.arguments = arguments;
  }

  static TestEvent of(LogLevel level, String message) {
    TestEvent event = new TestEvent(message);
    event.level = level;
    return event;
  }

  @Override
  public long epochNanos() {
    return 1_700_000_000_123_456_789L;
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
    return "main";
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
  public Throwable throwable() {
    return throwable;
  }

  @Override
  public List<Marker> markers() {
    return markers;
  }

  @Override
  public List<KeyValuePair> keyValues() {
    return keyValues;
  }

  @Override
  public ContextFields context() {
    return context;
  }

  @Override
  public SpanContext span() {
    return span;
  }

  @Override
  public StackTraceElement caller() {
    return caller;
  }
}
