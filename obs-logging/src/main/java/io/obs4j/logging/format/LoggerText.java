package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import java.util.function.Function;

/** What is the same for each event of a logger and level. Immutable. */
final class LoggerText {

  /** Longer names of loggers and threads are cut, in bytes with their quotes. */
  static final int LONGEST = 512;

  private static final LogLevel[] LEVELS = LogLevel.values();

  private final byte[][][] runsByLevel;

  private LoggerText(byte[][][] runsByLevel) {
    this.runsByLevel = runsByLevel;
  }

  /** Makes those of a layout. */
  @SuppressWarnings("EnumOrdinal") // an index into LEVELS, which never leaves this class
  static Function<String, LoggerText> of(Layout layout) {
    return logger -> {
      byte[][][] runsByLevel = new byte[LEVELS.length][][];
      for (LogLevel level : LEVELS) {
        runsByLevel[level.ordinal()] = layout.runs(logger, level);
      }
      return new LoggerText(runsByLevel);
    };
  }

  /** The bytes of each run of constant fields. */
  @SuppressWarnings("EnumOrdinal") // as above
  byte[][] runs(LogLevel level) {
    return runsByLevel[level.ordinal()];
  }

  /** Appends a field. */
  static void write(ByteSink out, LogField field, String logger, LogLevel level) {
    switch (field) {
      case LEVEL -> quote(out, level.name());
      case LEVEL_VALUE -> out.writeLong(logback(level));
      case SEVERITY_NUMBER -> out.writeLong(level.severity().getSeverityNumber());
      case SYSLOG_SEVERITY -> out.writeLong(level.syslog());
      case CLOUD_SEVERITY -> quote(out, cloud(level));
      case LOGGER -> quote(out, logger);
      default -> throw new IllegalArgumentException(field + " is not the same for each event.");
    }
  }

  private static void quote(ByteSink out, String name) {
    out.writeBytes(quoted(name));
  }

  /** A name in quotes, cut if it is too long. */
  static byte[] quoted(String name) {
    ByteSink sink = new ByteSink(name.length() + 2);
    BoundedText text = new BoundedText(sink);
    text.begin(sink, LONGEST - 1);
    sink.writeByte('"');
    text.append(name);
    sink.writeByte('"');
    return sink.toByteArray();
  }

  private static int logback(LogLevel level) {
    return switch (level) {
      case TRACE -> 5_000;
      case DEBUG -> 10_000;
      case INFO -> 20_000;
      case WARN -> 30_000;
      case ERROR -> 40_000;
      case FATAL -> 50_000;
    };
  }

  private static String cloud(LogLevel level) {
    return switch (level) {
      case TRACE, DEBUG -> "DEBUG";
      case INFO -> "INFO";
      case WARN -> "WARNING";
      case ERROR -> "ERROR";
      case FATAL -> "EMERGENCY";
    };
  }
}
