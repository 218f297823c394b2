package io.obs4j.slf4j;

import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.LogGate;
import io.obs4j.logging.format.LogLevel;
import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.spi.LocationAwareLogger;
import org.slf4j.spi.LoggingEventAware;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.NOPLoggingEventBuilder;

/**
 * A logger of SLF4J that leads to {@link GlobalLogging}. A level that is off costs one read of
 * memory, and one that is on allocates nothing but what the caller's arguments take. An error with
 * the marker {@code FATAL}, or one that contains it, is of the level FATAL. Throws nothing but,
 * where a thread has no stack left, the error of the JVM. Safe for use by any thread.
 *
 * <p>Long, as the interface has twelve methods for each of five levels.
 */
public final class ObsLogger implements LocationAwareLogger, LoggingEventAware, Serializable {

  @Serial private static final long serialVersionUID = 1;

  private static final String BOUNDARY = ObsLogger.class.getName();

  private final transient LogGate gate;

  /** By which the logger is found again. */
  private final String name;

  ObsLogger(String name) {
    this.name = name;
    this.gate = GlobalLogging.gate(name);
  }

  @Override
  public String getName() {
    return name;
  }

  /**
   * Puts the one logger of that name in place of a copy.
   *
   * @return the logger
   */
  @Serial
  private Object readResolve() {
    return LoggerFactory.getLogger(name);
  }

  private static LogLevel graded(LogLevel level, @Nullable Marker marker) {
    return level == LogLevel.ERROR ? LogLevel.ofError(marker) : level;
  }

  private void log(LogLevel level, @Nullable Marker marker, @Nullable String message) {
    CallEvent.of(gate, level, BOUNDARY, marker, message).send(gate);
  }

  private void log(
      LogLevel level, @Nullable Marker marker, @Nullable String format, @Nullable Object argument) {
    CallEvent event = CallEvent.of(gate, level, BOUNDARY, marker, format);
    event.argument(argument);
    event.send(gate);
  }

  private void log(
      LogLevel level,
      @Nullable Marker marker,
      @Nullable String format,
      @Nullable Object first,
      @Nullable Object second) {
    CallEvent event = CallEvent.of(gate, level, BOUNDARY, marker, format);
    event.arguments(first, second);
    event.send(gate);
  }

  private void logAll(
      LogLevel level,
      @Nullable Marker marker,
      @Nullable String format,
      @Nullable Object @Nullable [] arguments) {
    CallEvent event = CallEvent.of(gate, level, BOUNDARY, marker, format);
    event.arguments(arguments);
    event.send(gate);
  }

  private void log(
      LogLevel level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Throwable throwable) {
    CallEvent event = CallEvent.of(gate, level, BOUNDARY, marker, message);
    event.thrown(throwable);
    event.send(gate);
  }

  /**
   * What bridges of other logging APIs call, which name themselves as the boundary of the caller.
   */
  @Override
  public void log(
      @Nullable Marker marker,
      String boundary,
      int level,
      @Nullable String message,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable throwable) {
    LogLevel graded = graded(LogLevel.of(Level.intToLevel(level)), marker);
    if (!gate.isOpen(graded)) {
      return;
    }
    CallEvent event = CallEvent.of(gate, graded, boundary, marker, message);
    if (throwable == null) {
      event.arguments(arguments);
    } else {
      event.argumentsOnly(arguments);
      event.thrown(throwable);
    }
    event.send(gate);
  }

  /**
   * Logs an event of the fluent API, or one that was logged while SLF4J was being initialized,
   * which keeps its time and thread.
   */
  @Override
  public void log(LoggingEvent event) {
    LogLevel level = level(event);
    if (gate.isOpen(level)) {
      CallEvent.of(gate, level, event).send(gate);
    }
  }

  /** The level of an event: FATAL for an error with that marker. */
  private static LogLevel level(LoggingEvent event) {
    return event.getLevel() == Level.ERROR
        ? LogLevel.ofError(CallEvent.markers(event))
        : LogLevel.of(event.getLevel());
  }

  /**
   * A builder also where FATAL alone is on: its event may yet get the marker that decides.
   *
   * @return one whose event is logged if its level is on by then
   */
  @Override
  public LoggingEventBuilder atError() {
    return gate.isOpen(LogLevel.FATAL)
        ? makeLoggingEventBuilder(Level.ERROR)
        : NOPLoggingEventBuilder.singleton();
  }

  @Override
  public LoggingEventBuilder atLevel(Level level) {
    return level == Level.ERROR ? atError() : LocationAwareLogger.super.atLevel(level);
  }

  @Override
  public boolean isTraceEnabled() {
    return gate.isOpen(LogLevel.TRACE);
  }

  @Override
  public void trace(@Nullable String message) {
    if (gate.isOpen(LogLevel.TRACE)) {
      log(LogLevel.TRACE, null, message);
    }
  }

  @Override
  public void trace(@Nullable String format, @Nullable Object argument) {
    if (gate.isOpen(LogLevel.TRACE)) {
      log(LogLevel.TRACE, null, format, argument);
    }
  }

  @Override
  public void trace(@Nullable String format, @Nullable Object first, @Nullable Object second) {
    if (gate.isOpen(LogLevel.TRACE)) {
      log(LogLevel.TRACE, null, format, first, second);
    }
  }

  @Override
  public void trace(@Nullable String format, @Nullable Object @Nullable ... arguments) {
    if (gate.isOpen(LogLevel.TRACE)) {
      logAll(LogLevel.TRACE, null, format, arguments);
    }
  }

  @Override
  public void trace(@Nullable String message, @Nullable Throwable throwable) {
    if (gate.isOpen(LogLevel.TRACE)) {
      log(LogLevel.TRACE, null, message, throwable);
    }
  }

  @Override
  public boolean isTraceEnabled(@Nullable Marker marker) {
    return gate.isOpen(LogLevel.TRACE);
  }

  @Override
  public void trace(@Nullable Marker marker, @Nullable String message) {
    if (gate.isOpen(LogLevel.TRACE)) {
      log(LogLevel.TRACE, marker, message);
    }
  }

  @Override
  public void trace(@Nullable Marker marker, @Nullable String format, @Nullable Object argument) {
    if (gate.isOpen(LogLevel.TRACE)) {
      log(LogLevel.TRACE, marker, format, argument);
    }
  }

  @Override
  public void trace(
      @Nullable Marker marker,
      @Nullable String format,
      @Nullable Object first,
      @Nullable Object second) {
    if (gate.isOpen(LogLevel.TRACE)) {
      log(LogLevel.TRACE, marker, format, first, second);
    }
  }

  @Override
  public void trace(
      @Nullable Marker marker, @Nullable String format, @Nullable Object @Nullable ... arguments) {
    if (gate.isOpen(LogLevel.TRACE)) {
      logAll(LogLevel.TRACE, marker, format, arguments);
    }
  }

  @Override
  public void trace(
      @Nullable Marker marker, @Nullable String message, @Nullable Throwable throwable) {
    if (gate.isOpen(LogLevel.TRACE)) {
      log(LogLevel.TRACE, marker, message, throwable);
    }
  }

  @Override
  public boolean isDebugEnabled() {
    return gate.isOpen(LogLevel.DEBUG);
  }

  @Override
  public void debug(@Nullable String message) {
    if (gate.isOpen(LogLevel.DEBUG)) {
      log(LogLevel.DEBUG, null, message);
    }
  }

  @Override
  public void debug(@Nullable String format, @Nullable Object argument) {
    if (gate.isOpen(LogLevel.DEBUG)) {
      log(LogLevel.DEBUG, null, format, argument);
    }
  }

  @Override
  public void debug(@Nullable String format, @Nullable Object first, @Nullable Object second) {
    if (gate.isOpen(LogLevel.DEBUG)) {
      log(LogLevel.DEBUG, null, format, first, second);
    }
  }

  @Override
  public void debug(@Nullable String format, @Nullable Object @Nullable ... arguments) {
    if (gate.isOpen(LogLevel.DEBUG)) {
      logAll(LogLevel.DEBUG, null, format, arguments);
    }
  }

  @Override
  public void debug(@Nullable String message, @Nullable Throwable throwable) {
    if (gate.isOpen(LogLevel.DEBUG)) {
      log(LogLevel.DEBUG, null, message, throwable);
    }
  }

  @Override
  public boolean isDebugEnabled(@Nullable Marker marker) {
    return gate.isOpen(LogLevel.DEBUG);
  }

  @Override
  public void debug(@Nullable Marker marker, @Nullable String message) {
    if (gate.isOpen(LogLevel.DEBUG)) {
      log(LogLevel.DEBUG, marker, message);
    }
  }

  @Override
  public void debug(@Nullable Marker marker, @Nullable String format, @Nullable Object argument) {
    if (gate.isOpen(LogLevel.DEBUG)) {
      log(LogLevel.DEBUG, marker, format, argument);
    }
  }

  @Override
  public void debug(
      @Nullable Marker marker,
      @Nullable String format,
      @Nullable Object first,
      @Nullable Object second) {
    if (gate.isOpen(LogLevel.DEBUG)) {
      log(LogLevel.DEBUG, marker, format, first, second);
    }
  }

  @Override
  public void debug(
      @Nullable Marker marker, @Nullable String format, @Nullable Object @Nullable ... arguments) {
    if (gate.isOpen(LogLevel.DEBUG)) {
      logAll(LogLevel.DEBUG, marker, format, arguments);
    }
  }

  @Override
  public void debug(
      @Nullable Marker marker, @Nullable String message, @Nullable Throwable throwable) {
    if (gate.isOpen(LogLevel.DEBUG)) {
      log(LogLevel.DEBUG, marker, message, throwable);
    }
  }

  @Override
  public boolean isInfoEnabled() {
    return gate.isOpen(LogLevel.INFO);
  }

  @Override
  public void info(@Nullable String message) {
    if (gate.isOpen(LogLevel.INFO)) {
      log(LogLevel.INFO, null, message);
    }
  }

  @Override
  public void info(@Nullable String format, @Nullable Object argument) {
    if (gate.isOpen(LogLevel.INFO)) {
      log(LogLevel.INFO, null, format, argument);
    }
  }

  @Override
  public void info(@Nullable String format, @Nullable Object first, @Nullable Object second) {
    if (gate.isOpen(LogLevel.INFO)) {
      log(LogLevel.INFO, null, format, first, second);
    }
  }

  @Override
  public void info(@Nullable String format, @Nullable Object @Nullable ... arguments) {
    if (gate.isOpen(LogLevel.INFO)) {
      logAll(LogLevel.INFO, null, format, arguments);
    }
  }

  @Override
  public void info(@Nullable String message, @Nullable Throwable throwable) {
    if (gate.isOpen(LogLevel.INFO)) {
      log(LogLevel.INFO, null, message, throwable);
    }
  }

  @Override
  public boolean isInfoEnabled(@Nullable Marker marker) {
    return gate.isOpen(LogLevel.INFO);
  }

  @Override
  public void info(@Nullable Marker marker, @Nullable String message) {
    if (gate.isOpen(LogLevel.INFO)) {
      log(LogLevel.INFO, marker, message);
    }
  }

  @Override
  public void info(@Nullable Marker marker, @Nullable String format, @Nullable Object argument) {
    if (gate.isOpen(LogLevel.INFO)) {
      log(LogLevel.INFO, marker, format, argument);
    }
  }

  @Override
  public void info(
      @Nullable Marker marker,
      @Nullable String format,
      @Nullable Object first,
      @Nullable Object second) {
    if (gate.isOpen(LogLevel.INFO)) {
      log(LogLevel.INFO, marker, format, first, second);
    }
  }

  @Override
  public void info(
      @Nullable Marker marker, @Nullable String format, @Nullable Object @Nullable ... arguments) {
    if (gate.isOpen(LogLevel.INFO)) {
      logAll(LogLevel.INFO, marker, format, arguments);
    }
  }

  @Override
  public void info(
      @Nullable Marker marker, @Nullable String message, @Nullable Throwable throwable) {
    if (gate.isOpen(LogLevel.INFO)) {
      log(LogLevel.INFO, marker, message, throwable);
    }
  }

  @Override
  public boolean isWarnEnabled() {
    return gate.isOpen(LogLevel.WARN);
  }

  @Override
  public void warn(@Nullable String message) {
    if (gate.isOpen(LogLevel.WARN)) {
      log(LogLevel.WARN, null, message);
    }
  }

  @Override
  public void warn(@Nullable String format, @Nullable Object argument) {
    if (gate.isOpen(LogLevel.WARN)) {
      log(LogLevel.WARN, null, format, argument);
    }
  }

  @Override
  public void warn(@Nullable String format, @Nullable Object first, @Nullable Object second) {
    if (gate.isOpen(LogLevel.WARN)) {
      log(LogLevel.WARN, null, format, first, second);
    }
  }

  @Override
  public void warn(@Nullable String format, @Nullable Object @Nullable ... arguments) {
    if (gate.isOpen(LogLevel.WARN)) {
      logAll(LogLevel.WARN, null, format, arguments);
    }
  }

  @Override
  public void warn(@Nullable String message, @Nullable Throwable throwable) {
    if (gate.isOpen(LogLevel.WARN)) {
      log(LogLevel.WARN, null, message, throwable);
    }
  }

  @Override
  public boolean isWarnEnabled(@Nullable Marker marker) {
    return gate.isOpen(LogLevel.WARN);
  }

  @Override
  public void warn(@Nullable Marker marker, @Nullable String message) {
    if (gate.isOpen(LogLevel.WARN)) {
      log(LogLevel.WARN, marker, message);
    }
  }

  @Override
  public void warn(@Nullable Marker marker, @Nullable String format, @Nullable Object argument) {
    if (gate.isOpen(LogLevel.WARN)) {
      log(LogLevel.WARN, marker, format, argument);
    }
  }

  @Override
  public void warn(
      @Nullable Marker marker,
      @Nullable String format,
      @Nullable Object first,
      @Nullable Object second) {
    if (gate.isOpen(LogLevel.WARN)) {
      log(LogLevel.WARN, marker, format, first, second);
    }
  }

  @Override
  public void warn(
      @Nullable Marker marker, @Nullable String format, @Nullable Object @Nullable ... arguments) {
    if (gate.isOpen(LogLevel.WARN)) {
      logAll(LogLevel.WARN, marker, format, arguments);
    }
  }

  @Override
  public void warn(
      @Nullable Marker marker, @Nullable String message, @Nullable Throwable throwable) {
    if (gate.isOpen(LogLevel.WARN)) {
      log(LogLevel.WARN, marker, message, throwable);
    }
  }

  @Override
  public boolean isErrorEnabled() {
    return gate.isOpen(LogLevel.ERROR);
  }

  @Override
  public void error(@Nullable String message) {
    if (gate.isOpen(LogLevel.ERROR)) {
      log(LogLevel.ERROR, null, message);
    }
  }

  @Override
  public void error(@Nullable String format, @Nullable Object argument) {
    if (gate.isOpen(LogLevel.ERROR)) {
      log(LogLevel.ERROR, null, format, argument);
    }
  }

  @Override
  public void error(@Nullable String format, @Nullable Object first, @Nullable Object second) {
    if (gate.isOpen(LogLevel.ERROR)) {
      log(LogLevel.ERROR, null, format, first, second);
    }
  }

  @Override
  public void error(@Nullable String format, @Nullable Object @Nullable ... arguments) {
    if (gate.isOpen(LogLevel.ERROR)) {
      logAll(LogLevel.ERROR, null, format, arguments);
    }
  }

  @Override
  public void error(@Nullable String message, @Nullable Throwable throwable) {
    if (gate.isOpen(LogLevel.ERROR)) {
      log(LogLevel.ERROR, null, message, throwable);
    }
  }

  @Override
  public boolean isErrorEnabled(@Nullable Marker marker) {
    return gate.isOpen(graded(LogLevel.ERROR, marker));
  }

  @Override
  public void error(@Nullable Marker marker, @Nullable String message) {
    LogLevel level = graded(LogLevel.ERROR, marker);
    if (gate.isOpen(level)) {
      log(level, marker, message);
    }
  }

  @Override
  public void error(@Nullable Marker marker, @Nullable String format, @Nullable Object argument) {
    LogLevel level = graded(LogLevel.ERROR, marker);
    if (gate.isOpen(level)) {
      log(level, marker, format, argument);
    }
  }

  @Override
  public void error(
      @Nullable Marker marker,
      @Nullable String format,
      @Nullable Object first,
      @Nullable Object second) {
    LogLevel level = graded(LogLevel.ERROR, marker);
    if (gate.isOpen(level)) {
      log(level, marker, format, first, second);
    }
  }

  @Override
  public void error(
      @Nullable Marker marker, @Nullable String format, @Nullable Object @Nullable ... arguments) {
    LogLevel level = graded(LogLevel.ERROR, marker);
    if (gate.isOpen(level)) {
      logAll(level, marker, format, arguments);
    }
  }

  @Override
  public void error(
      @Nullable Marker marker, @Nullable String message, @Nullable Throwable throwable) {
    LogLevel level = graded(LogLevel.ERROR, marker);
    if (gate.isOpen(level)) {
      log(level, marker, message, throwable);
    }
  }
}
