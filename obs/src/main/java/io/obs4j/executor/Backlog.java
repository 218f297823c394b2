package io.obs4j.executor;

import io.obs4j.metrics.Observer;
import java.lang.ref.WeakReference;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many tasks wait for a thread of an executor, told for as long as that lives.
 *
 * <p>The queue of a {@link ThreadPoolExecutor} knows best, as what becomes of a task that does not
 * fit in is up to a handler that tells nobody. A scheduler's queue also holds what is not due yet:
 * of that, as of all others, the tasks that were handed over are counted.
 */
final class Backlog {

  private final String name;
  private final WeakReference<ExecutorService> executor;
  private final LongAdder waiting = new LongAdder();
  private volatile boolean dropped;

  Backlog(String name, ExecutorService executor) {
    this.name = name;
    this.executor = new WeakReference<>(executor);
  }

  void entered() {
    waiting.increment();
  }

  void left() {
    waiting.decrement();
  }

  /** Whoever waited was dropped, and nobody will wait again. */
  void dropped() {
    dropped = true;
  }

  /** Whether the executor has ended, or nobody has it any more: it will tell nothing again. */
  boolean hasEnded() {
    ExecutorService living = executor.get();
    try {
      return living == null || living.isTerminated();
    } catch (RuntimeException e) {
      return false; // of somebody else, which knows no end
    }
  }

  /** Tells the size, which is nothing once the executor has ended. */
  void tell(Observer observer) {
    ExecutorService living = executor.get();
    if (living != null) {
      observer.observe(size(living), name);
    }
  }

  private long size(ExecutorService living) {
    if (dropped) {
      return 0;
    }
    return living instanceof ThreadPoolExecutor pool && !(pool instanceof ScheduledExecutorService)
        ? pool.getQueue().size()
        : waiting.sum();
  }
}
