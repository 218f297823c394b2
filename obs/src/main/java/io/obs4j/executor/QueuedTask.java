package io.obs4j.executor;

import io.opentelemetry.context.Context;
import java.util.concurrent.Future;

/** A task on its way through an executor, with the context in which it was handed over. */
final class QueuedTask implements Runnable {

  private final Runnable task;
  private final TaskMetrics metrics;
  private final Context context = Context.current();
  private final long handedOver;

  QueuedTask(Runnable task, TaskMetrics metrics) {
    this.task = task;
    this.metrics = metrics;
    handedOver = metrics.now();
  }

  /** The task itself, which will not run. */
  Runnable task() {
    return task;
  }

  @Override
  public void run() {
    metrics.queued.decrement();
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
  public String toString() {
    return task.toString();
  }
}
