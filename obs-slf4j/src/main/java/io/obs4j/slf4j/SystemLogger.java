package io.obs4j.slf4j;

import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.LogGate;
import io.obs4j.logging.format.LogLevel;
import java.util.Objects;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A {@link System.Logger} that leads to {@link GlobalLogging}. The gate is asked for at the first
 * use: the JDK hands loggers out while the JVM itself is starting.
 */
final class SystemLogger implements System.Logger {

  private static final String BOUNDARY = SystemLogger.class.getName();

  private final String name;
  private volatile @Nullable LogGate gate;

  SystemLogger(String name) {
    this.name = name;
  }

  private LogGate gate() {
    LogGate known = gate;
    if (known == null) {
      known = GlobalLogging.gate(name);
      gate = known;
    }
    return known;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return level != Level.OFF && gate().isOpen(translated(level));
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable throwable) {
    if (isLoggable(level)) {
      send(level, new PatternMessage(bundle, message, null), throwable);
    }
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... parameters) {
    if (isLoggable(level)) {
      send(level, new PatternMessage(bundle, format, parameters), null);
    }
  }

  /** In place of that of the interface, which lets what the object throws through. */
  @Override
  public void log(Level level, Object object) {
    Objects.requireNonNull(object, "object");
    if (isLoggable(level)) {
      send(level, new PatternMessage(object), null);
    }
  }

  private void send(Level level, PatternMessage message, @Nullable Throwable throwable) {
    LogGate to = gate();
    CallEvent event = CallEvent.of(to, translated(level), BOUNDARY, null, null);
    event.message(message);
    event.thrown(throwable);
    event.send(to);
  }

  private static LogLevel translated(Level level) {
    return switch (level) {
      case ALL, TRACE -> LogLevel.TRACE;
      case DEBUG -> LogLevel.DEBUG;
      case INFO -> LogLevel.INFO;
      case WARNING -> LogLevel.WARN;
      case ERROR, OFF -> LogLevel.ERROR;
    };
  }
}
