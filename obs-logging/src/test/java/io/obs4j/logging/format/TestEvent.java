package io.obs4j.logging.format;

import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** An event whose parts are set one by one. */
public class TestEvent implements LogEvent {

  public long epochNanos = 1_767_225_845_123_456_789L;
  public LogLevel level = LogLevel.INFO;
  public String logger = "com.acme.Orders";
  public String thread = "main";
  public String message = "hello";
  public Object[] arguments = {};
  public Throwable throwable;
  public final List<Marker> markers = new ArrayList<>();
  public final List<KeyValuePair> keyValues = new ArrayList<>();
  public final Map<String, String> baggage = new LinkedHashMap<>();
  public ContextFields context = ContextFields.NONE;
  public SpanContext span = SpanContext.getInvalid();
  public StackTraceElement caller;
  public String eventName;

  public TestEvent() {}

  public TestEvent(String message, Object... arguments) {
    this.message = message;
    this.arguments = arguments;
  }

  public static TestEvent of(LogLevel level, String message) {
    TestEvent event = new TestEvent(message);
    event.level = level;
    return event;
  }

  public TestEvent message(String template, Object... values) {
    message = template;
    arguments = values;
    return this;
  }

  public TestEvent keyValue(String key, Object value) {
    keyValues.add(new KeyValuePair(key, value));
    return this;
  }

  public TestEvent context(Map<String, String> fields) {
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
