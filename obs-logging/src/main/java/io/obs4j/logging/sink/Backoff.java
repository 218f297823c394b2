package io.obs4j.logging.sink;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to thirty seconds;
 * each time between half of that and all of it, so that a thousand services do not come back at
 * once. For one thread at a time.
 */
final class Backoff {

  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private long next = FIRST_NANOS;

  /** After a failure. */
  long nanos() {
    long most = next;
    next = Math.min(2 * next, MOST_NANOS);
    return most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
  }

  /** After a success. */
  void reset() {
    next = FIRST_NANOS;
  }
}
