package io.obs4j.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.obs4j.logging.format.ContextBuffer;
import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.HostEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** An event of Logback: a flyweight that is laid over it and used again. */
final class LogbackEvent implements HostEvent<ILoggingEvent> {

  private final ContextBuffer context = new ContextBuffer();
  private final BiConsumer<String, String> adding = context::add;
  private @Nullable ILoggingEvent event;
  private @Nullable String formatted;
  private @Nullable Throwable throwable;
  private List<Marker> markers = List.of();
  private Context around = Context.root();
  private LogLevel level = LogLevel.INFO;
  private boolean isHere;

  @Override
  public void lay(ILoggingEvent newEvent) {
    event = newEvent;
    isHere = isOfThisThread(newEvent);
    around = around(newEvent);
    markers = Objects.requireNonNullElse(newEvent.getMarkerList(), List.of());
    level = level(newEvent.getLevel().toInt(), markers);
    // Logback puts it together once, for all of its appenders.
    formatted = newEvent.getFormattedMessage();
    throwable = ProxiedThrowable.of(newEvent.getThrowableProxy());
    Map<String, String> map = newEvent.getMDCPropertyMap();
    if (map != null) {
      map.forEach(adding);
    }
  }

  @Override
  public void clear() {
    event = null;
    formatted = null;
    throwable = null;
    markers = List.of();
    around = Context.root();
    context.clear();
  }

  private Context around(ILoggingEvent given) {
    if (given instanceof ContextualEvent kept) {
      return kept.context();
    }
    return isHere ? Context.current() : Context.root();
  }

  /** Threads without a name, as virtual ones are, get one from Logback, which is asked for it. */
  private static boolean isOfThisThread(ILoggingEvent event) {
    String here = Thread.currentThread().getName();
    if (here.isEmpty()) {
      here = new LoggingEvent().getThreadName();
    }
    return here.equals(event.getThreadName());
  }

  private static LogLevel level(int number, List<Marker> markers) {
    if (number >= Level.ERROR_INT) {
      return LogLevel.ofError(markers);
    }
    if (number >= Level.WARN_INT) {
      return LogLevel.WARN;
    }
    if (number >= Level.INFO_INT) {
      return LogLevel.INFO;
    }
    return number >= Level.DEBUG_INT ? LogLevel.DEBUG : LogLevel.TRACE;
  }

  private ILoggingEvent event() {
    return Objects.requireNonNull(event, "an event that was cleared");
  }

  @Override
  public long epochNanos() {
    long millis = event().getTimeStamp();
    int nanos = event().getNanoseconds();
    // Not every event knows more than the milliseconds.
    return nanos / 1_000_000 == Math.floorMod(millis, 1_000)
        ? TimeUnit.SECONDS.toNanos(Math.floorDiv(millis, 1_000)) + nanos
        : TimeUnit.MILLISECONDS.toNanos(millis);
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
    return event().getMessage();
  }

  @Override
  public @Nullable String formatted() {
    return formatted;
  }

  @Override
  public int argumentCount() {
    return 0;
  }

  @Override
  public @Nullable Object argument(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public @Nullable Throwable throwable() {
    return throwable;
  }

  @Override
  public List<Marker> markers() {
    return markers;
  }

  @Override
  public List<KeyValuePair> keyValues() {
    return Objects.requireNonNullElse(event().getKeyValuePairs(), List.of());
  }

  @Override
  public ContextFields context() {
    return context;
  }

  @Override
  public SpanContext span() {
    return Span.fromContext(around).getSpanContext();
  }

  /** Elsewhere the stack is not the caller's any more, unless it was looked at in time. */
  @Override
  public @Nullable StackTraceElement caller() {
    if (!isHere && !event().hasCallerData()) {
      return null;
    }
    StackTraceElement[] frames = event().getCallerData();
    return frames == null || frames.length == 0 ? null : frames[0];
  }

  @Override
  public @Nullable String baggage(String key) {
    return Baggage.fromContext(around).getEntryValue(key);
  }
}
