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
 * @param attempts how often it is tried in all
 * @param first the time after the first failure
 * @param most the time never exceeds
 */
public record Retry(int attempts, Duration first, Duration most) {

  /** Five attempts within four to eight seconds, if each fails at once. */
  public static final Retry DEFAULT = new Retry(5, Duration.ofMillis(500), Duration.ofSeconds(8));

  private static final int MOST_DIGITS = 9;

  /** Whoever asks for more is not waited for: a thread that sleeps sends nothing. */
  private static final long MOST_ASKED_SECONDS = TimeUnit.MINUTES.toSeconds(5);

  /** How long to wait after an attempt, counted from one. */
  long delayNanos(int attempt) {
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
   * @return in nanoseconds; zero if it does not ask, or in no way that can be understood, and
   *     {@link Long#MAX_VALUE} if it asks for more than five minutes
   */
  static long askedNanos(String value, long epochNanos) {
    if (value.isEmpty()) {
      return 0;
    }
    try {
      if (Character.isDigit(value.charAt(0))) {
        return value.length() > MOST_DIGITS ? Long.MAX_VALUE : asked(Integer.parseInt(value));
      }
      long date = OffsetDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond();
      return asked(date - TimeUnit.NANOSECONDS.toSeconds(epochNanos));
    } catch (NumberFormatException | DateTimeParseException e) {
      return 0;
    }
  }

  private static long asked(long seconds) {
    return seconds > MOST_ASKED_SECONDS
        ? Long.MAX_VALUE
        : TimeUnit.SECONDS.toNanos(Math.max(0, seconds));
  }
}
