package io.obs4j.core.internal;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Goes from new to started to closed, or straight to closed, and never back. Safe for use by any
 * thread.
 */
public final class Lifecycle {

  private enum State {
    NEW,
    STARTED,
    CLOSED
  }

  private final String subject;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

  /**
   * A new one.
   *
   * @param subject named in what is thrown
   */
  public Lifecycle(String subject) {
    this.subject = subject;
  }

  /**
   * Starts.
   *
   * @throws IllegalStateException if it is not new
   */
  public void start() {
    State before = state.compareAndExchange(State.NEW, State.STARTED);
    if (before != State.NEW) {
      throw new IllegalStateException(
          subject
              + " was "
              + (before == State.STARTED ? "started" : "closed")
              + " already; make another one");
    }
  }

  /** Closes; whoever was starting meanwhile finds out by {@link #isClosed()}. */
  public void close() {
    state.set(State.CLOSED);
  }

  /**
   * Whether it was closed.
   *
   * @return true from then on
   */
  public boolean isClosed() {
    return state.get() == State.CLOSED;
  }
}
