package io.obs4j.logging;

import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;

/**
 * The way in for what one logger logs: tells whether a level is on, and takes events. It follows
 * each change of levels and, if it is a gate of {@link GlobalLogging}, each change of owner. Kept
 * by the front that logs; safe for use by any thread.
 */
public final class LogGate {
  /*
   * Both fields are written under the lock of the gates that this one belongs to, the threshold
   * last. A reader that sees the new threshold sees the new logging; one that does not logs as it
   * would have a moment ago.
   */

  /** Above every level. */
  static final int CLOSED = rank(LogLevel.FATAL) + 1;

  private final String name;
  private volatile Logging logging;
  private volatile int threshold;

  LogGate(String name, Logging logging) {
    this.name = name;
    this.logging = logging;
    this.threshold = logging.levels().threshold(name);
  }

  /** What levels are compared by. */
  @SuppressWarnings("EnumOrdinal") // never leaves this package
  static int rank(LogLevel level) {
    return level.ordinal();
  }

  /** Takes events in for a logging, at the level that it has for this logger. */
  void lead(Logging to) {
    logging = to;
    threshold = to.levels().threshold(name);
  }

  /**
   * Who logs.
   *
   * @return the name of the logger
   */
  public String name() {
    return name;
  }

  /**
   * Whether events of a level are logged: one read of memory.
   *
   * @param level to ask for
   * @return true if so
   */
  public boolean isOpen(LogLevel level) {
    return rank(level) >= threshold;
  }

  /**
   * Logs an event to the {@linkplain LogStream#APPLICATION application}'s stream, whatever its
   * level: callers ask {@link #isOpen} before they lay out an event. Never throws.
   *
   * @param event of this logger; read before the call returns
   */
  public void log(LogEvent event) {
    logging.log(event);
  }

  /**
   * The time by the clock of the logging that this leads to.
   *
   * @return nanoseconds since the Unix epoch
   */
  public long epochNanos() {
    return logging.clock().epochNanos();
  }
}
