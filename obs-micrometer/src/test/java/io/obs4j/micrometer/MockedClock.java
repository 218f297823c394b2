package io.obs4j.micrometer;

import io.micrometer.core.instrument.MockClock;
import io.obs4j.core.Clock;
import java.util.concurrent.TimeUnit;

/** The time that a clock of Micrometer's tests tells. */
record MockedClock(MockClock clock) implements Clock {

  @Override
  public long nanoTime() {
    return clock.monotonicTime();
  }

  @Override
  public long epochNanos() {
    return TimeUnit.MILLISECONDS.toNanos(clock.wallTime());
  }
}
