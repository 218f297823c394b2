package io.obs4j.tracing;

import io.obs4j.core.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Tells wall time by the monotonic clock alone, so that durations are exact and one reading tells
 * both.
 *
 * <p>The distance between the two clocks is measured anew once a second, by the next root of a
 * trace. Spans of one trace in this process share one distance: a wall clock that is set meanwhile
 * never puts a child outside its parent.
 */
final class Timeline {

  /*
   * Any thread may replace the measurement. Two that do so at once both measured rightly, and which
   * of them stays makes no difference. Nobody waits.
   */

  private static final long RENEWAL = TimeUnit.SECONDS.toNanos(1);
  private static final int ATTEMPTS = 3;

  /** How long reading the wall clock takes where nothing interferes. */
  private static final long UNDISTURBED = 1_000;

  private record Measurement(long nanoTime, long distance) {}

  private final Clock clock;
  private volatile Measurement latest;

  Timeline(Clock clock) {
    this.clock = clock;
    latest = measure();
  }

  /** The monotonic clock. */
  long nanoTime() {
    return clock.nanoTime();
  }

  /** What to add to the monotonic clock to have nanoseconds since the Unix epoch. */
  long distance(long nanoTime) {
    Measurement measurement = latest;
    if (nanoTime - measurement.nanoTime >= RENEWAL) {
      measurement = measure();
      latest = measurement;
    }
    return measurement.distance;
  }

  /** Between two readings of the monotonic clock as close to each other as can be had. */
  private Measurement measure() {
    long closest = Long.MAX_VALUE;
    Measurement best = new Measurement(0, 0);
    for (int i = 0; i < ATTEMPTS && closest > UNDISTURBED; i++) {
      long before = clock.nanoTime();
      long wall = clock.epochNanos();
      long after = clock.nanoTime();
      if (after - before < closest) {
        closest = after - before;
        best = new Measurement(after, wall - before - closest / 2);
      }
    }
    return best;
  }
}
