package io.obs4j.core;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved, for tests. Wall and elapsed time move together. */
public final class ManualClock implements Clock {

  private final AtomicLong epochNanos;

  private ManualClock(long epochNanos) {
    this.epochNanos = new AtomicLong(epochNanos);
  }

  /**
   * A clock that stands at an instant.
   *
   * @param instant the wall time it shows
   * @return the clock
   */
  public static ManualClock at(Instant instant) {
    return new ManualClock(instant.getEpochSecond() * 1_000_000_000L + instant.getNano());
  }

  /**
   * Moves the clock.
   *
   * @param duration by how much; negative moves it back
   */
  public void advance(Duration duration) {
    epochNanos.addAndGet(duration.toNanos());
  }

  @Override
  public long epochNanos() {
    return epochNanos.get();
  }

  @Override
  public long nanoTime() {
    return epochNanos.get();
  }
}
