package io.obs4j.core.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lasts from the first failure of something until it works and has not failed for ten seconds. What
 * fails every other time is thus one outage, and costs one line in the log instead of two each
 * time. Times are those of a clock that only grows. Safe for use by any thread.
 */
public final class Outage {

  /*
   * A failure stores its time before the state, so whoever sees the state sees the time. The end is
   * for the one thread that takes WORKING away. A failure that comes at the same moment may be taken
   * for one of the outage that ends; since it is reported before it is stored here, it leaves behind
   * an outage that ends once more, and never a report without an outage.
   */

  private enum State {
    NONE,
    FAILING,
    WORKING
  }

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final AtomicReference<State> state = new AtomicReference<>(State.NONE);
  private volatile long lastFailure;

  /** One that has not begun. */
  public Outage() {}

  /**
   * It failed, which has been reported.
   *
   * @param now in nanoseconds
   */
  public void failed(long now) {
    lastFailure = now;
    state.set(State.FAILING);
  }

  /** It worked. */
  public void worked() {
    if (state.get() == State.FAILING) {
      state.compareAndSet(State.FAILING, State.WORKING);
    }
  }

  /**
   * Whether the outage has ended, of which one caller is told.
   *
   * @param now in nanoseconds
   * @return true once for each outage
   */
  public boolean hasEnded(long now) {
    return state.get() == State.WORKING
        && now - lastFailure >= QUIET_NANOS
        && state.compareAndSet(State.WORKING, State.NONE);
  }
}
