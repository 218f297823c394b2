package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is the same for each event of a logger and level. Safe for use by any thread. */
final class LoggerText {

  /** Longer names of loggers and threads are cut, in bytes with their quotes. */
  static final int LONGEST = 512;

  /** The constant fields of a line of one level. Safe to publish by a data race. */
  static final class Runs {

    final byte[][] bytes;

    /** What room the line has for values beside them. */
    final int room;

    Runs(byte[][] bytes, int room) {
      this.bytes = bytes;
      this.room = room;
    }
  }

  private final Layout layout;
  private final String logger;

  /** Made at the first event of each level; whoever makes one makes the same. */
  private final @Nullable Runs[] byLevel = new Runs[LogLevel.values().length];

  private LoggerText(Layout layout, String logger) {
    this.layout = layout;
    this.logger = logger;
  }

  /** Makes those of a layout. */
  static Function<String, LoggerText> of(Layout layout) {
    return logger -> new LoggerText(layout, logger);
  }

  /** The runs of constant fields. */
  @SuppressWarnings("EnumOrdinal") // an index that never leaves this class
  Runs runs(LogLevel level) {
    Runs known = byLevel[level.ordinal()];
    if (known == null) {
      byte[][] runs = layout.runs(logger, level);
      known = new Runs(runs, layout.room(runs));
      byLevel[level.ordinal()] = known;
    }
    return known;
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
