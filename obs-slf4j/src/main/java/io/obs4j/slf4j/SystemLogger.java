package io.obs4j.slf4j;

import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.LogGate;
import io.obs4j.logging.format.LogLevel;
import java.text.MessageFormat;
import java.util.MissingResourceException;
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
      log(level, localized(bundle, message), throwable);
    }
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... parameters) {
    if (isLoggable(level)) {
      log(level, formatted(localized(bundle, format), parameters), (Throwable) null);
    }
  }

  @Override
  public void log(Level level, @Nullable String message, @Nullable Throwable throwable) {
    LogLevel translated = translated(level);
    if (level != Level.OFF && gate().isOpen(translated)) {
      CallEvent event = CallEvent.of(gate(), translated, BOUNDARY, null, message);
      event.thrown(throwable);
      event.send(gate());
    }
  }

  private static @Nullable String localized(
      @Nullable ResourceBundle bundle, @Nullable String message) {
    if (bundle == null || message == null) {
      return message;
    }
    try {
      return bundle.getString(message);
    } catch (MissingResourceException | ClassCastException e) {
      return message;
    }
  }

  /** As the JDK's own loggers do: what cannot be formatted is told as it is. */
  private static @Nullable String formatted(
      @Nullable String format, @Nullable Object @Nullable [] parameters) {
    if (format == null || parameters == null || parameters.length == 0) {
      return format;
    }
    try {
      return MessageFormat.format(format, parameters);
    } catch (RuntimeException e) {
      return format;
    }
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
