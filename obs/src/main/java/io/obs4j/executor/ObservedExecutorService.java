package io.obs4j.executor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Measures the tasks of another executor. Whatever is submitted gets a future of ours, and all goes
 * through {@link #execute}: so a task that is cancelled while it waits is seen to leave the queue.
 */
sealed class ObservedExecutorService extends AbstractExecutorService
    permits ObservedScheduledExecutorService {

  private final ExecutorService delegate;
  final TaskMetrics metrics;

  ObservedExecutorService(ExecutorService delegate, TaskMetrics metrics) {
    this.delegate = delegate;
    this.metrics = metrics;
  }

  @Override
  protected final <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
    return new TellingFuture<>(task);
  }

  @Override
  protected final <T> RunnableFuture<T> newTaskFor(Runnable task, T result) {
    return new TellingFuture<>(task, result);
  }

  @Override
  public final void execute(Runnable task) {
    if (task == null) {
      throw new NullPointerException("task");
    }
    QueuedTask queued = QueuedTask.of(task, metrics);
    metrics.queued();
    try {
      delegate.execute(queued);
    } catch (Throwable e) {
      // Unless the executor ran it on this thread, and it was the task that threw.
      if (queued.leave() && e instanceof RejectedExecutionException) {
        metrics.rejected.increment();
      }
      throw e;
    }
  }

  @Override
  public final void shutdown() {
    delegate.shutdown();
  }

  @Override
  public final List<Runnable> shutdownNow() {
    List<Runnable> left = new ArrayList<>();
    List<Runnable> dropped = delegate.shutdownNow();
    metrics.queueDropped(); // A scheduler gives futures of its own back, which do not tell.
    for (Runnable each : dropped) {
      if (each instanceof QueuedTask queued) {
        queued.leave();
        left.add(queued.task());
      } else {
        left.add(each);
      }
    }
    return left;
  }

  @Override
  public final boolean isShutdown() {
    return delegate.isShutdown();
  }

  @Override
  public final boolean isTerminated() {
    return delegate.isTerminated();
  }

  @Override
  public final boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return delegate.awaitTermination(timeout, unit);
  }

  /**
   * Overrides, from JDK 19 on, a default that waits for the end of the common pool, which has none.
   * Before that no executor can be closed, and nobody calls this.
   */
  public final void close() {
    if (delegate instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("An executor threw what it does not declare.", e);
      }
    }
  }

  @Override
  public final String toString() {
    return "Observed(" + delegate + ')';
  }
}
