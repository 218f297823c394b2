package io.obs4j.slf4j;

import io.obs4j.core.internal.StripedPool;
import io.obs4j.logging.LogGate;
import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * One call of a logger: a flyweight that is laid over its arguments and used again. A throwable at
 * the end of the arguments is what was thrown, by SLF4J's rule.
 */
final class CallEvent implements LogEvent {

  private static final StripedPool<CallEvent> POOL = new StripedPool<>(CallEvent::new);

  private final @Nullable Object[] few = new Object[2];
  private final List<Marker> oneMarker = Arrays.asList(new Marker[1]);
  private LogLevel level = LogLevel.INFO;
  private String logger = "";
  private String boundary = "";
  private String thread = "";
  private @Nullable String message;
  private @Nullable Object[] arguments = few;
  private int argumentCount;
  private @Nullable Throwable throwable;
  private boolean marked;
  private long epochNanos;
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
    event.begin(gate, level, boundary, marker, message);
    return event;
  }

  private void begin(
      LogGate gate,
      LogLevel newLevel,
      String newBoundary,
      @Nullable Marker marker,
      @Nullable String newMessage) {
    epochNanos = gate.epochNanos();
    logger = gate.name();
    level = newLevel;
    boundary = newBoundary;
    message = newMessage;
    thread = Thread.currentThread().getName();
    context = ThreadContext.current();
    span = Span.current().getSpanContext();
    if (marker != null) {
      oneMarker.set(0, marker);
      marked = true;
    }
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

  /** Logs the event, which is not the caller's any more. */
  void send(LogGate gate) {
    gate.log(this);
    clear();
    POOL.giveBack(this);
  }

  private void clear() {
    few[0] = null;
    few[1] = null;
    arguments = few;
    argumentCount = 0;
    message = null;
    throwable = null;
    context = ContextFields.NONE;
    span = SpanContext.getInvalid();
    if (marked) {
      oneMarker.set(0, null);
      marked = false;
    }
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
    return marked ? oneMarker : List.of();
  }

  @Override
  public List<KeyValuePair> keyValues() {
    return List.of();
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
    return Caller.outside(boundary);
  }
}
