package io.obs4j.slf4j;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.StripedPool;
import io.obs4j.logging.LogGate;
import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.LoggingEvent;

/**
 * One call of a logger, or an event that SLF4J has put together: a flyweight that is laid over the
 * arguments and used again. A throwable at the end of the arguments is what was thrown, by SLF4J's
 * rule.
 */
final class CallEvent implements LogEvent {

  /** What is written of an event to nowhere. */
  private static final int REHEARSED = 512;

  private static final StripedPool<CallEvent> POOL = new StripedPool<>(CallEvent::new);

  /** Of more arguments in a list, the array is copied. */
  private static final int FEW = 8;

  private final @Nullable Object[] few = new Object[FEW];
  private final List<Marker> oneMarker = Arrays.asList(new Marker[1]);
  private LogLevel level = LogLevel.INFO;
  private String logger = "";
  private String boundary = "";
  private String thread = "";
  private @Nullable String message;
  private @Nullable Object[] arguments = few;
  private int argumentCount;
  private @Nullable Throwable throwable;
  private List<Marker> markers = List.of();
  private List<KeyValuePair> keyValues = List.of();
  private long epochNanos;
  private int failures;
  private boolean isHere;
  private ContextFields context = ContextFields.NONE;
  private SpanContext span = SpanContext.getInvalid();

  /**
   * The event of a call, with what is known at once: when, who, on which thread, within which span.
   *
   * @return to be completed and sent
   */
  static CallEvent of(
      LogGate gate,
      LogLevel level,
      String boundary,
      @Nullable Marker marker,
      @Nullable String message) {
    CallEvent event = POOL.take();
    event.begin(gate, level, boundary, message);
    event.happenHere(gate.epochNanos());
    if (marker != null) {
      event.oneMarker.set(0, marker);
      event.markers = event.oneMarker;
    }
    return event;
  }

  /**
   * An event that SLF4J has put together: by the fluent API, which leaves time and thread open, or
   * before there was a provider, when both are those of then.
   *
   * @return to be sent
   */
  static CallEvent of(LogGate gate, LogLevel level, LoggingEvent given) {
    CallEvent event = POOL.take();
    String boundary = given.getCallerBoundary();
    event.begin(
        gate, level, boundary == null ? ObsLogger.class.getName() : boundary, given.getMessage());
    long millis = given.getTimeStamp();
    long nanos = millis == 0 ? gate.epochNanos() : TimeUnit.MILLISECONDS.toNanos(millis);
    event.happen(nanos, given.getThreadName());
    event.markers = markers(given);
    event.keyValues = Objects.requireNonNullElse(given.getKeyValuePairs(), List.of());
    event.arguments(given.getArguments(), given.getThrowable());
    return event;
  }

  static List<Marker> markers(LoggingEvent given) {
    return Objects.requireNonNullElse(given.getMarkers(), List.of());
  }

  /**
   * Initializes what a line takes: a class whose initialization fails stays unusable, and the first
   * call may come where the stack ends.
   */
  static void prepare() {
    CallEvent event = POOL.take();
    event.message = "{}";
    event.argument("");
    event.thrown(new Throwable());
    event.happenHere(1);
    LineFormat.ecs()
        .encoder(Resource.of(Attributes.empty()), Diagnostics.create())
        .encode(event, new ByteSink(REHEARSED));
    event.clear();
    POOL.giveBack(event);
  }

  private void begin(
      LogGate gate, LogLevel newLevel, String newBoundary, @Nullable String newMessage) {
    logger = gate.name();
    level = newLevel;
    boundary = newBoundary;
    message = newMessage;
  }

  /**
   * Tells when and where it happened, if that is not now and here.
   *
   * @param nanos since the epoch
   * @param name of the thread, or null if it is this one
   */
  void happen(long nanos, @Nullable String name) {
    if (name == null) {
      happenHere(nanos);
    } else {
      happenElsewhere(nanos, name);
    }
  }

  /** What was logged on another thread has nothing to do with the context and stack of this one. */
  private void happenElsewhere(long nanos, String name) {
    epochNanos = nanos;
    thread = name;
    isHere = false;
    context = ContextFields.NONE;
    span = SpanContext.getInvalid();
  }

  private void happenHere(long nanos) {
    epochNanos = nanos;
    isHere = true;
    thread = Thread.currentThread().getName();
    context = ThreadContext.current();
    span = Span.current().getSpanContext();
  }

  void argument(@Nullable Object argument) {
    if (argument instanceof Throwable last) {
      throwable = last;
    } else {
      few[0] = argument;
      argumentCount = 1;
    }
  }

  void arguments(@Nullable Object first, @Nullable Object second) {
    few[0] = first;
    if (second instanceof Throwable last) {
      throwable = last;
      argumentCount = 1;
    } else {
      few[1] = second;
      argumentCount = 2;
    }
  }

  void arguments(@Nullable Object @Nullable [] all) {
    argumentsOnly(all);
    if (all != null && all.length > 0 && all[all.length - 1] instanceof Throwable last) {
      throwable = last;
      argumentCount--;
    }
  }

  /** The list is not asked for an array, which it would have to make. */
  private void arguments(@Nullable List<Object> all, @Nullable Throwable thrown) {
    if (all != null) {
      argumentCount = all.size();
      arguments = argumentCount <= FEW ? few : new Object[argumentCount];
      for (int i = 0; i < argumentCount; i++) {
        arguments[i] = all.get(i);
      }
      if (thrown == null
          && argumentCount > 0
          && arguments[argumentCount - 1] instanceof Throwable last) {
        throwable = last;
        argumentCount--;
        return;
      }
    }
    throwable = thrown;
  }

  /** Arguments of which also a throwable at their end is one, as what was thrown is known. */
  void argumentsOnly(@Nullable Object @Nullable [] all) {
    if (all != null) {
      arguments = all;
      argumentCount = all.length;
    }
  }

  void thrown(@Nullable Throwable newThrowable) {
    throwable = newThrowable;
  }

  /** Has a message that was put together from parameters. */
  void message(PatternMessage newMessage) {
    message = newMessage.text();
    failures = newMessage.failures();
  }

  /** Logs the event, which is not the caller's any more. */
  void send(LogGate gate) {
    gate.log(this);
    clear();
    POOL.giveBack(this);
  }

  private void clear() {
    if (arguments == few) {
      Arrays.fill(few, 0, FEW, null);
    }
    arguments = few;
    argumentCount = 0;
    message = null;
    failures = 0;
    throwable = null;
    context = ContextFields.NONE;
    span = SpanContext.getInvalid();
    keyValues = List.of();
    if (markers == oneMarker) {
      oneMarker.set(0, null);
    }
    markers = List.of();
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
  public @Nullable String baggage(String key) {
    return isHere ? LogEvent.super.baggage(key) : null;
  }

  @Override
  public @Nullable StackTraceElement caller() {
    return isHere ? Caller.outside(boundary) : null;
  }

  @Override
  public int failures() {
    return failures;
  }
}
