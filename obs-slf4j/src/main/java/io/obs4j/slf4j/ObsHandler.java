package io.obs4j.slf4j;

import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.LogGate;
import io.obs4j.logging.format.LogLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Leads {@code java.util.logging} to obs4j, on the loggers that it is added to. What these loggers
 * let through is told if the level of the same logger of obs4j lets it through, too. Safe for use
 * by any thread.
 */
public final class ObsHandler extends Handler {

  private static final String BOUNDARY = Logger.class.getName();
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(10);

  /** A handler, to be added to a logger. */
  public ObsHandler() {}

  /** Puts a handler in the place of all that the root logger has. */
  public static void install() {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new ObsHandler());
  }

  @Override
  public void publish(LogRecord record) {
    if (record == null || !isLoggable(record)) {
      return;
    }
    try {
      log(record);
    } catch (RuntimeException e) {
      // A record may be foreign code.
      reportError(null, e, ErrorManager.FORMAT_FAILURE);
    }
  }

  private static void log(LogRecord record) {
    String name = record.getLoggerName() == null ? "" : record.getLoggerName();
    LogLevel level = translated(record.getLevel());
    LogGate gate = GlobalLogging.gate(name);
    if (gate.isOpen(level)) {
      PatternMessage message =
          new PatternMessage(
              record.getResourceBundle(), record.getMessage(), record.getParameters());
      CallEvent event = CallEvent.of(gate, level, BOUNDARY, null, null);
      event.message(message);
      event.happen(epochNanos(record.getInstant()), threadElsewhere(record));
      event.thrown(record.getThrown());
      event.send(gate);
    }
  }

  private static long epochNanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  /** Of another thread a record knows no name, but its number. */
  @SuppressWarnings("deprecation") // threadId() is there from JDK 19 on
  private static @Nullable String threadElsewhere(LogRecord record) {
    long id = record.getLongThreadID();
    return id == Thread.currentThread().getId() ? null : "#" + id;
  }

  @Override
  public void flush() {
    GlobalLogging.current().flush(FLUSH_LIMIT);
  }

  /** Does nothing: what it leads to is closed by its owner. */
  @Override
  public void close() {}

  private static LogLevel translated(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return LogLevel.ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return LogLevel.WARN;
    }
    if (value >= Level.CONFIG.intValue()) {
      return LogLevel.INFO;
    }
    return value >= Level.FINER.intValue() ? LogLevel.DEBUG : LogLevel.TRACE;
  }
}
