package io.obs4j.executor;

import io.obs4j.metrics.Observer;
import io.obs4j.metrics.Registration;
import java.lang.ref.WeakReference;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

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
  private volatile @Nullable Registration registration;

  Backlog(String name, ExecutorService executor) {
    this.name = name;
    this.executor = new WeakReference<>(executor);
  }

  /** Keeps what ends the observation, which an executor that has ended does. */
  void observedBy(Registration observation) {
    registration = observation;
  }

  void entered() {
    waiting.increment();
  }

  void left() {
    waiting.decrement();
  }

  /** Tells the size, which is nothing once the executor has ended. */
  void tell(Observer observer) {
    ExecutorService living = executor.get();
    if (living != null && !living.isTerminated()) {
      observer.observe(size(living), name);
      return;
    }
    Registration observation = registration;
    if (observation != null) {
      observation.close();
    }
  }

  private long size(ExecutorService living) {
    return living instanceof ThreadPoolExecutor pool && !(pool instanceof ScheduledExecutorService)
        ? pool.getQueue().size()
        : waiting.sum();
  }
}
