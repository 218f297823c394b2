package io.obs4j.logging.format;

import io.opentelemetry.api.logs.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;

/** How grave an event is. In the order of declaration each level is graver than the one before. */
public enum LogLevel {
  /** Every step. */
  TRACE(Severity.TRACE, Level.TRACE, 7),
  /** What helps to find a fault. */
  DEBUG(Severity.DEBUG, Level.DEBUG, 7),
  /** What is worth knowing of a service that is well. */
  INFO(Severity.INFO, Level.INFO, 6),
  /** What may become a fault. */
  WARN(Severity.WARN, Level.WARN, 4),
  /** Something failed. */
  ERROR(Severity.ERROR, Level.ERROR, 3),
  /** The service cannot go on. SLF4J has no such level: there it is an error with a marker. */
  FATAL(Severity.FATAL, Level.ERROR, 1);

  private static final LogLevel[] BY_RANGE = values();
  private static final String FATAL_MARKER = "FATAL";

  private final Severity severity;
  private final Level slf4j;
  private final int syslog;

  LogLevel(Severity severity, Level slf4j, int syslog) {
    this.severity = severity;
    this.slf4j = slf4j;
    this.syslog = syslog;
  }

  /**
   * The severity of OpenTelemetry.
   *
   * @return the first of the four of its range
   */
  public Severity severity() {
    return severity;
  }

  /**
   * The level of SLF4J.
   *
   * @return of the same name, or ERROR for FATAL
   */
  public Level slf4j() {
    return slf4j;
  }

  /**
   * The severity of syslog, which GELF has too. Both alike are those that Log4j gives its levels.
   *
   * @return from 7, for debugging, to 1, for what must be acted upon at once
   * @see <a href="https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1">RFC 5424, table 2</a>
   */
  public int syslog() {
    return syslog;
  }

  /**
   * The level that a level of SLF4J stands for.
   *
   * @param level of SLF4J
   * @return of the same name
   */
  public static LogLevel of(Level level) {
    return switch (level) {
      case TRACE -> TRACE;
      case DEBUG -> DEBUG;
      case INFO -> INFO;
      case WARN -> WARN;
      case ERROR -> ERROR;
    };
  }

  /**
   * The level of an error of SLF4J, which is fatal if a marker says so.
   *
   * @param marker of the error, or null; foreign code, which may throw anything
   * @return FATAL if it is called so, or refers to one that is; else ERROR
   */
  public static LogLevel ofError(@Nullable Marker marker) {
    try {
      boolean isFatal =
          marker != null
              && (FATAL_MARKER.equals(marker.getName()) || marker.contains(FATAL_MARKER));
      return isFatal ? FATAL : ERROR;
    } catch (Throwable e) {
      return ERROR;
    }
  }

  /**
   * The level of an error of SLF4J, which is fatal if a marker says so.
   *
   * @param markers of the error; a foreign list, which may throw anything
   * @return FATAL if one of them {@linkplain #ofError(Marker) says so}; else ERROR
   */
  public static LogLevel ofError(List<Marker> markers) {
    try {
      for (int i = 0; i < markers.size(); i++) {
        if (ofError(markers.get(i)) == FATAL) {
          return FATAL;
        }
      }
    } catch (Throwable e) {
      return ERROR;
    }
    return ERROR;
  }

  /**
   * The level whose range a severity of OpenTelemetry is in.
   *
   * @param severity one of four of each level
   * @return the level; INFO if the severity is not defined
   */
  public static LogLevel of(Severity severity) {
    int number = severity.getSeverityNumber();
    return number == 0 ? INFO : BY_RANGE[(number - 1) / 4];
  }

  /**
   * Whether this is as grave as another level, or graver.
   *
   * @param other to compare with
   * @return true if so
   */
  public boolean isAtLeast(LogLevel other) {
    return compareTo(other) >= 0;
  }
}
