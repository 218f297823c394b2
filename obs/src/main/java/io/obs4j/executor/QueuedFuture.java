package io.obs4j.executor;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A queued task that can be asked whether it was cancelled, as {@link
 * java.util.concurrent.ThreadPoolExecutor#purge} does.
 */
final class QueuedFuture extends QueuedTask implements Future<@Nullable Object> {

  private final Future<?> future;

  QueuedFuture(RunnableFuture<?> task, TaskMetrics metrics) {
    super(task, metrics);
    future = task;
  }

  @Override
  public boolean cancel(boolean interrupts) {
    return future.cancel(interrupts);
  }

  @Override
  public boolean isCancelled() {
    return future.isCancelled();
  }

  @Override
  public boolean isDone() {
    return future.isDone();
  }

  @Override
  public @Nullable Object get() throws InterruptedException, ExecutionException {
    return future.get();
  }

  @Override
  public @Nullable Object get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(timeout, unit);
  }
}
