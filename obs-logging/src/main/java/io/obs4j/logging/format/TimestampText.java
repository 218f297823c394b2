package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;

/**
 * Points in time as ISO 8601 has them, in UTC. Remembers the last second. Not safe for use by
 * several threads at once.
 */
final class TimestampText {

  private static final long NANOS = 1_000_000_000L;
  private static final long SECONDS_A_DAY = 86_400;

  /** Ends of the days before each month of a year that begins in March. */
  private static final int[] BEFORE_MONTH = {0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337};

  private final ByteSink second = new ByteSink(20);
  private long remembered = Long.MIN_VALUE;

  /**
   * Appends a time.
   *
   * @param digits of the fraction, from 1 to 9; further ones are cut off
   */
  void write(ByteSink out, long epochNanos, int digits) {
    long epochSecond = Math.floorDiv(epochNanos, NANOS);
    if (epochSecond != remembered) {
      render(epochSecond);
      remembered = epochSecond;
    }
    out.writeBytes(second);
    long fraction = epochNanos - epochSecond * NANOS;
    for (int i = digits; i < 9; i++) {
      fraction /= 10;
    }
    out.writePadded(fraction, digits);
    out.writeByte('Z');
  }

  /** Appends a time as seconds since the Unix epoch, with three decimals. */
  static void writeSeconds(ByteSink out, long epochNanos) {
    long millis = Math.floorDiv(epochNanos, 1_000_000);
    if (millis < 0) {
      out.writeByte('-');
      millis = -millis;
    }
    out.writeLong(millis / 1_000);
    out.writeByte('.');
    out.writePadded(millis % 1_000, 3);
  }

  private void render(long epochSecond) {
    second.reset();
    long days = Math.floorDiv(epochSecond, SECONDS_A_DAY);
    renderDate(days);
    int rest = (int) (epochSecond - days * SECONDS_A_DAY);
    second.writeByte('T');
    second.writePadded(rest / 3_600, 2);
    second.writeByte(':');
    second.writePadded(rest / 60 % 60, 2);
    second.writeByte(':');
    second.writePadded(rest % 60, 2);
    second.writeByte('.');
  }

  /** Counts in eras of 400 years that begin on the first of March, so that leap days come last. */
  private void renderDate(long epochDay) {
    long day = epochDay + 719_468;
    long era = Math.floorDiv(day, 146_097L);
    int dayOfEra = (int) (day - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int month = 11;
    while (BEFORE_MONTH[month] > dayOfYear) {
      month--;
    }
    second.writePadded(era * 400 + yearOfEra + (month >= 10 ? 1 : 0), 4);
    second.writeByte('-');
    second.writePadded(month >= 10 ? month - 9 : month + 3, 2);
    second.writeByte('-');
    second.writePadded(dayOfYear - BEFORE_MONTH[month] + 1, 2);
  }
}
