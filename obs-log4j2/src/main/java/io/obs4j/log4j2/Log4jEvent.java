package io.obs4j.log4j2;

import io.obs4j.logging.format.ContextBuffer;
import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.ForeignText;
import io.obs4j.logging.format.HostEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ParameterConsumer;
import org.apache.logging.log4j.message.ParameterVisitable;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.apache.logging.log4j.util.IndexedReadOnlyStringMap;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** An event of Log4j: a flyweight that is laid over it and used again. */
final class Log4jEvent implements HostEvent<LogEvent> {

  private static final String MESSAGE = "message";
  private static final String STACK = "ndc";
  private static final int USUAL_ARGUMENTS = 10;

  private static final TriConsumer<String, Object, Log4jEvent> ADDING =
      (key, value, event) -> event.addContext(key, value);
  private static final ParameterConsumer<Log4jEvent> TAKING =
      (argument, index, event) -> event.take(argument, index);

  private final ContextBuffer context = new ContextBuffer();
  private final ForeignText foreign = new ForeignText();
  private @Nullable LogEvent event;
  private @Nullable String message;
  private @Nullable Object[] arguments = new Object[USUAL_ARGUMENTS];
  private int argumentCount;
  private List<Marker> markers = List.of();
  private List<KeyValuePair> keyValues = List.of();
  private LogLevel level = LogLevel.INFO;
  private Context around = Context.root();
  private SpanContext span = SpanContext.getInvalid();
  private boolean isHere;

  @Override
  public void lay(LogEvent newEvent) {
    event = newEvent;
    isHere = newEvent.getThreadId() == Thread.currentThread().getId();
    around = isHere ? Context.current() : Context.root();
    span = Span.fromContext(around).getSpanContext();
    markers = Log4jMarkers.of(newEvent.getMarker());
    level = level(newEvent.getLevel(), markers);
    ReadOnlyStringMap data = newEvent.getContextData();
    if (data != null) {
      data.forEach(ADDING, this);
    }
    readMessage(newEvent.getMessage());
    ThreadContext.ContextStack stack = newEvent.getContextStack();
    if (stack != null && stack.getDepth() > 0) {
      addKeyValue(STACK, stack.asList());
    }
  }

  @Override
  public void clear() {
    event = null;
    message = null;
    Arrays.fill(arguments, 0, argumentCount, null);
    argumentCount = 0;
    foreign.forget();
    markers = List.of();
    keyValues = List.of();
    around = Context.root();
    span = SpanContext.getInvalid();
    context.clear();
  }

  private void addContext(String key, @Nullable Object value) {
    if (!key.equals(ObsContextDataProvider.KEY)) {
      context.add(key, value);
    } else if (!isHere && value instanceof String text) {
      span = ObsContextDataProvider.span(text);
    }
  }

  @SuppressWarnings("deprecation") // of interest to Log4j alone, but there is no other way
  private void readMessage(@Nullable Message given) {
    if (given instanceof MapMessage<?, ?> map) {
      readMap(map);
    } else if (isHere && given instanceof ParameterVisitable visitable) {
      // Elsewhere the arguments may have changed, or serve another event already.
      message = given.getFormat();
      visitable.forEachParameter(TAKING, this);
      if (message == null || isObject()) {
        Arrays.fill(arguments, 0, argumentCount, null);
        argumentCount = 0;
        message = text(given);
      }
    } else if (given != null) {
      message = text(given);
    }
  }

  /** What is logged may be foreign code, which may throw anything. */
  private @Nullable String text(Message given) {
    try {
      return given.getFormattedMessage();
    } catch (Throwable e) {
      return foreign.failed();
    }
  }

  /** Whether it is an object that was logged alone: its text is the format, and no template. */
  private boolean isObject() {
    return argumentCount == 1 && arguments[0] == message;
  }

  private void take(@Nullable Object argument, int index) {
    if (index >= arguments.length) {
      arguments = Arrays.copyOf(arguments, 2 * index);
    }
    arguments[index] = argument;
    argumentCount = index + 1;
  }

  private void readMap(MapMessage<?, ?> map) {
    boolean isStructured = map instanceof StructuredDataMessage;
    IndexedReadOnlyStringMap data = map.getIndexedReadOnlyStringMap();
    for (int i = 0; i < data.size(); i++) {
      Object value = data.getValueAt(i);
      if (!isStructured && value instanceof String text && data.getKeyAt(i).equals(MESSAGE)) {
        message = text;
      } else {
        addKeyValue(data.getKeyAt(i), value);
      }
    }
    if (message == null) {
      message = isStructured ? map.getFormat() : text(map);
    }
  }

  private void addKeyValue(String key, @Nullable Object value) {
    if (keyValues.isEmpty()) {
      keyValues = new ArrayList<>();
    }
    keyValues.add(new KeyValuePair(key, value));
  }

  private static LogLevel level(Level level, List<Marker> markers) {
    int number = level.intLevel();
    if (number <= Level.FATAL.intLevel()) {
      return LogLevel.FATAL;
    }
    if (number <= Level.ERROR.intLevel()) {
      // SLF4J has no such level, and marks its errors.
      return LogLevel.ofError(markers);
    }
    if (number <= Level.WARN.intLevel()) {
      return LogLevel.WARN;
    }
    if (number <= Level.INFO.intLevel()) {
      return LogLevel.INFO;
    }
    return number <= Level.DEBUG.intLevel() ? LogLevel.DEBUG : LogLevel.TRACE;
  }

  private LogEvent event() {
    return Objects.requireNonNull(event, "an event that was cleared");
  }

  @Override
  public long epochNanos() {
    Instant instant = event().getInstant();
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNanoOfSecond();
  }

  @Override
  public LogLevel level() {
    return level;
  }

  @Override
  public String logger() {
    return Objects.requireNonNullElse(event().getLoggerName(), "");
  }

  @Override
  public String thread() {
    return Objects.requireNonNullElse(event().getThreadName(), "");
  }

  @Override
  public @Nullable String message() {
    return message;
  }

  @Override
  public int argumentCount() {
    return argumentCount;
  }

  @Override
  public @Nullable Object argument(int index) {
    return arguments[index];
  }

  @Override
  public @Nullable Throwable throwable() {
    return event().getThrown();
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

  /** Log4j looks at the stack in time, also for another thread, if it was asked to. */
  @Override
  public @Nullable StackTraceElement caller() {
    return event().isIncludeLocation() ? event().getSource() : null;
  }

  @Override
  public int failures() {
    return foreign.failures() + context.failures();
  }

  @Override
  public @Nullable String baggage(String key) {
    return Baggage.fromContext(around).getEntryValue(key);
  }
}
