package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a line that stand side by side and are constant for a logger and level, in one run of
 * bytes. What is the same for all loggers is kept once. Not changed once the layout is made; safe
 * for use by any thread then.
 */
final class Run {

  /** The longest name of a level, in quotes, or of its numbers. */
  private static final int LONGEST_OF_LEVEL = 12;

  /** Safe to publish by a data race, as what a final field leads to is. */
  private static final class Kept {

    final byte[] bytes;

    Kept(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /** Bytes, or fields of the logger and level. */
  private final List<Object> pieces = new ArrayList<>();

  /** By level, of a run that tells of no logger; whoever makes one makes the same. */
  private final @Nullable Kept[] byLevel = new Kept[LogLevel.values().length];

  private boolean tellsLogger;
  private int longest;

  void add(byte[] bytes) {
    pieces.add(bytes);
    longest += bytes.length;
  }

  void add(LogField field) {
    pieces.add(field);
    tellsLogger |= field == LogField.LOGGER;
    longest += field == LogField.LOGGER ? LoggerText.LONGEST : LONGEST_OF_LEVEL;
  }

  /** How many bytes it has at the most. */
  int longest() {
    return longest;
  }

  /** The bytes for a logger and level. */
  @SuppressWarnings("EnumOrdinal") // an index that never leaves this class
  byte[] bytes(String logger, LogLevel level) {
    if (tellsLogger) {
      return encoded(logger, level);
    }
    Kept known = byLevel[level.ordinal()];
    if (known == null) {
      known = new Kept(encoded(logger, level));
      byLevel[level.ordinal()] = known;
    }
    return known.bytes;
  }

  private byte[] encoded(String logger, LogLevel level) {
    ByteSink sink = new ByteSink(128);
    for (Object piece : pieces) {
      if (piece instanceof LogField field) {
        LoggerText.write(sink, field, logger, level);
      } else {
        sink.writeBytes((byte[]) piece);
      }
    }
    return sink.toByteArray();
  }
}
