package io.obs4j.executor;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Measures the tasks of another scheduler; those that are not due yet are not queued. */
final class ObservedScheduledExecutorService extends ObservedExecutorService
    implements ScheduledExecutorService {

  private final ScheduledExecutorService delegate;

  ObservedScheduledExecutorService(ScheduledExecutorService delegate, TaskMetrics metrics) {
    super(delegate, metrics);
    this.delegate = delegate;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    Callable<V> task = task(callable, unit.toNanos(delay), 0);
    try {
      return delegate.schedule(task, delay, unit);
    } catch (RejectedExecutionException e) {
      metrics.rejected.increment();
      throw e;
    }
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    ScheduledTask<?> task =
        task(Executors.callable(command), unit.toNanos(initialDelay), unit.toNanos(period));
    try {
      return delegate.scheduleAtFixedRate(task, initialDelay, period, unit);
    } catch (RejectedExecutionException e) {
      metrics.rejected.increment();
      throw e;
    }
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    ScheduledTask<?> task =
        task(Executors.callable(command), unit.toNanos(initialDelay), -unit.toNanos(delay));
    try {
      return delegate.scheduleWithFixedDelay(task, initialDelay, delay, unit);
    } catch (RejectedExecutionException e) {
      metrics.rejected.increment();
      throw e;
    }
  }

  private <V> ScheduledTask<V> task(Callable<V> task, long delayNanos, long periodNanos) {
    if (task == null) {
      throw new NullPointerException("task");
    }
    return new ScheduledTask<>(task, metrics, delayNanos, periodNanos);
  }
}
