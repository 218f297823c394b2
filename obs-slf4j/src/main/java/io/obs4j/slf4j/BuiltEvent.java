package io.obs4j.slf4j;

import io.obs4j.logging.LogGate;
import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;

/**
 * An event that SLF4J has put together: by the fluent API, which leaves time and thread open, or
 * before there was a provider, when both are those of then.
 */
final class BuiltEvent implements LogEvent {

  private static final Object[] NONE = {};

  private final LogLevel level;
  private final String logger;
  private final LoggingEvent event;
  private final long epochNanos;
  private final String thread;
  private final @Nullable Object[] arguments;
  private final int argumentCount;
  private final @Nullable Throwable throwable;
  private final ContextFields context;
  private final SpanContext span;

  BuiltEvent(LogGate gate, LogLevel level, LoggingEvent event) {
    this.level = level;
    this.logger = gate.name();
    this.event = event;
    long millis = event.getTimeStamp();
    epochNanos = millis == 0 ? gate.epochNanos() : TimeUnit.MILLISECONDS.toNanos(millis);
    String known = event.getThreadName();
    boolean isHere = known == null;
    thread = isHere ? Thread.currentThread().getName() : known;
    @Nullable Object[] given = event.getArgumentArray();
    arguments = given == null ? NONE : given;
    Throwable thrown = event.getThrowable();
    int last = arguments.length - 1;
    boolean trailing = thrown == null && last >= 0 && arguments[last] instanceof Throwable;
    throwable = trailing ? (Throwable) arguments[last] : thrown;
    argumentCount = trailing ? last : arguments.length;
    // What was logged on another thread, a moment ago, has nothing to do with this one's context.
    context = isHere ? ThreadContext.current() : ContextFields.NONE;
    span = isHere ? Span.current().getSpanContext() : SpanContext.getInvalid();
  }

  /** The level of an event: FATAL for an error with that marker. */
  static LogLevel level(LoggingEvent event) {
    if (event.getLevel() == Level.ERROR) {
      for (Marker marker : markers(event)) {
        if (ObsLogger.isFatal(marker)) {
          return LogLevel.FATAL;
        }
      }
    }
    return LogLevel.of(event.getLevel());
  }

  private static List<Marker> markers(LoggingEvent event) {
    return Objects.requireNonNullElse(event.getMarkers(), List.of());
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
  public @Nullable String message() {
    return event.getMessage();
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
    return throwable;
  }

  @Override
  public List<Marker> markers() {
    return markers(event);
  }

  @Override
  public List<KeyValuePair> keyValues() {
    return Objects.requireNonNullElse(event.getKeyValuePairs(), List.of());
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
  public @Nullable StackTraceElement caller() {
    String boundary = event.getCallerBoundary();
    return Caller.outside(boundary == null ? ObsLogger.class.getName() : boundary);
  }
}
