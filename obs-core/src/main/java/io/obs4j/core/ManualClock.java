package io.obs4j.core;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until it is moved, for tests. The monotonic clock starts at zero, so
 * that code which takes it for wall time is found out.
 */
public final class ManualClock implements Clock {

  private final AtomicLong epochNanos;
  private final AtomicLong nanoTime = new AtomicLong();

  private ManualClock(Instant instant) {
    this.epochNanos = new AtomicLong(nanos(instant));
  }

  /**
   * A clock that stands at an instant.
   *
   * @param instant the wall time it shows
   * @return the clock
   * @throws ArithmeticException if the instant is not between the years 1677 and 2262
   */
  public static ManualClock at(Instant instant) {
    return new ManualClock(instant);
  }

  /**
   * Lets time pass: wall and elapsed time move together.
   *
   * @param duration by how much, zero or positive
   * @throws IllegalArgumentException if the duration is negative; {@link #setWall} goes back
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "Cannot advance by " + duration + ": time does not run backwards. Use setWall.");
    }
    epochNanos.addAndGet(duration.toNanos());
    nanoTime.addAndGet(duration.toNanos());
  }

  /**
   * Sets the wall clock alone, as an operator or a time server does.
   *
   * @param instant the wall time it shows from now on, perhaps an earlier one
   * @throws ArithmeticException if the instant is not between the years 1677 and 2262
   */
  public void setWall(Instant instant) {
    epochNanos.set(nanos(instant));
  }

  @Override
  public long epochNanos() {
    return epochNanos.get();
  }

  @Override
  public long nanoTime() {
    return nanoTime.get();
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)),
        instant.getNano());
  }
}
