package io.obs4j.executor;

import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;

/**
 * A task on its way through an executor, with the context in which it was handed over. In a queue
 * that orders its elements it is compared as the task itself.
 */
sealed class QueuedTask implements Runnable, Comparable<QueuedTask> permits QueuedFuture {

  private static final VarHandle WAITS;

  static {
    try {
      WAITS = MethodHandles.lookup().findVarHandle(QueuedTask.class, "waits", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Runnable task;
  private final TaskMetrics metrics;
  private final Context context = Context.current();
  private final long handedOver;

  @SuppressWarnings("unused") // by WAITS
  private volatile boolean waits = true;

  /** One that can be cancelled, and then purged from its queue, if the task can be. */
  static QueuedTask of(Runnable task, TaskMetrics metrics) {
    return task instanceof RunnableFuture<?> future
        ? new QueuedFuture(future, metrics)
        : new QueuedTask(task, metrics);
  }

  QueuedTask(Runnable task, TaskMetrics metrics) {
    this.task = task;
    this.metrics = metrics;
    handedOver = metrics.now();
  }

  /** The task itself, which will not run. */
  final Runnable task() {
    return task;
  }

  /** Leaves the queue, in whichever way; false if it had left before. */
  final boolean leave() {
    boolean first = WAITS.compareAndSet(this, true, false);
    if (first) {
      metrics.unqueued();
    }
    return first;
  }

  /**
   * Compares the tasks.
   *
   * @throws ClassCastException if they cannot be compared, as their queue would without us
   */
  @Override
  @SuppressWarnings("unchecked") // as a queue does that has no comparator
  public final int compareTo(QueuedTask other) {
    return ((Comparable<Runnable>) task).compareTo(other.task);
  }

  @Override
  public final void run() {
    leave();
    if (task instanceof Future<?> future && future.isCancelled()) {
      return;
    }
    long begun = metrics.now();
    metrics.began(handedOver, begun);
    Throwable failure = null;
    try {
      context.wrap(task).run();
      failure = task instanceof TellingFuture<?> future ? future.failure() : null;
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      metrics.ended(begun, failure);
    }
  }

  @Override
  public final String toString() {
    return task.toString();
  }
}
