package io.obs4j.logging.format;

import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** An event whose parts are set one by one. */
final class TestEvent implements LogEvent {

  long epochNanos = 1_767_225_845_123_456_789L;
  LogLevel level = LogLevel.INFO;
  String logger = "com.acme.Orders";
  String thread = "main";
  String message = "hello";
  Object[] arguments = {};
  Throwable throwable;
  final List<Marker> markers = new ArrayList<>();
  final List<KeyValuePair> keyValues = new ArrayList<>();
  final Map<String, String> baggage = new LinkedHashMap<>();
  ContextFields context = ContextFields.NONE;
  SpanContext span = SpanContext.getInvalid();
  StackTraceElement caller;
  String eventName;

  TestEvent message(String template, Object... values) {
    message = template;
    arguments = values;
    return this;
  }

  TestEvent keyValue(String key, Object value) {
    keyValues.add(new KeyValuePair(key, value));
    return this;
  }

  TestEvent context(Map<String, String> fields) {
    context = ContextFields.of(fields);
    return this;
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
    return thread;
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

  @Override
  public String eventName() {
    return eventName;
  }

  @Override
  public String baggage(String key) {
    return baggage.get(key);
  }
}
