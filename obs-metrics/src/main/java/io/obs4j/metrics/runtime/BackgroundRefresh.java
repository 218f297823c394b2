package io.obs4j.metrics.runtime;

import io.obs4j.core.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a task that may block for ever, away from whoever wants its results. There is at most one
 * thread, a daemon, which ends with the task; while it is blocked no other is started.
 */
final class BackgroundRefresh implements AutoCloseable {

  /** How long results serve. */
  static final Duration AGE = Duration.ofSeconds(15);

  /** A task that has not ended by then is taken to hang. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /*
   * `running` is the right to run the task: taken by whoever starts the thread, given back by the
   * thread. `started` is written only while the right is held and the thread does not run yet.
   */
  private final String threadName;
  private final Clock clock;
  private final Runnable task;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long started;
  private volatile boolean closed;

  BackgroundRefresh(String threadName, Clock clock, Runnable task) {
    this.threadName = threadName;
    this.clock = clock;
    this.task = task;
    started = clock.nanoTime() - AGE.toNanos();
  }

  /** Starts the task if its results are too old. Never waits. */
  void request() {
    if (!closed && elapsed() >= AGE.toNanos() && running.compareAndSet(false, true)) {
      started = clock.nanoTime();
      Thread thread = new Thread(this::run, threadName);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Whether the task has been running for too long. */
  boolean isHanging() {
    return running.get() && elapsed() > PATIENCE.toNanos();
  }

  /** Starts nothing any more. A task that is blocked keeps its thread until it returns. */
  @Override
  public void close() {
    closed = true;
  }

  private long elapsed() {
    return clock.nanoTime() - started;
  }

  private void run() {
    try {
      task.run();
    } finally {
      running.set(false);
    }
  }
}
