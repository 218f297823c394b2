package io.obs4j.core.internal.http;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How often a request is tried, and how long after a failure it is tried again. The time doubles
 * with each failure; what is waited is a random half to whole of it, so that services that failed
 * together do not come back together.
 *
 * @param attempts how often a request may fail while others arrive
 * @param first the time after the first failure
 * @param most the time never exceeds
 */
public record Retry(int attempts, Duration first, Duration most) {

  /** After half a second at first, every half minute at last. */
  public static final Retry DEFAULT = new Retry(10, Duration.ofMillis(500), Duration.ofSeconds(30));

  private static final int MOST_DIGITS = 9;

  /** Whoever asks for more is asked again after this time all the same. */
  private static final long MOST_ASKED_SECONDS = TimeUnit.HOURS.toSeconds(1);

  /**
   * How long to wait after an attempt.
   *
   * @param attempt counted from one
   * @return in nanoseconds
   */
  public long delayNanos(int attempt) {
    long longest = most.toNanos();
    long nanos = Math.min(first.toNanos(), longest);
    for (int i = 1; i < attempt && nanos < longest; i++) {
      nanos = nanos <= longest / 2 ? nanos * 2 : longest;
    }
    return nanos - ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
  }

  /**
   * How long a server asks to wait.
   *
   * @param value of {@code Retry-After}: seconds, or a date
   * @param epochNanos the wall clock
   * @return in nanoseconds, at most an hour; zero if it does not ask, or in no way that can be
   *     understood
   */
  static long askedNanos(String value, long epochNanos) {
    if (value.isEmpty()) {
      return 0;
    }
    try {
      if (Character.isDigit(value.charAt(0))) {
        return asked(value.length() > MOST_DIGITS ? Long.MAX_VALUE : Integer.parseInt(value));
      }
      long date = OffsetDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond();
      return asked(date - TimeUnit.NANOSECONDS.toSeconds(epochNanos));
    } catch (NumberFormatException | DateTimeParseException e) {
      return 0;
    }
  }

  private static long asked(long seconds) {
    return TimeUnit.SECONDS.toNanos(Math.max(0, Math.min(seconds, MOST_ASKED_SECONDS)));
  }
}
