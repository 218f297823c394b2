package io.obs4j.executor;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A future that also tells the thread that runs it what its task threw. */
final class TellingFuture<T extends @Nullable Object> extends FutureTask<T> {

  private volatile @Nullable Throwable failure;

  TellingFuture(Callable<T> task) {
    super(task);
  }

  TellingFuture(Runnable task, T result) {
    super(task, result);
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    await(Long.MAX_VALUE);
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long begun = System.nanoTime();
    long nanos = unit.toNanos(timeout);
    await(nanos);
    return super.get(nanos - (System.nanoTime() - begun), TimeUnit.NANOSECONDS);
  }

  private void await(long nanos) throws InterruptedException {
    if (Thread.currentThread() instanceof ForkJoinWorkerThread && !isDone()) {
      ForkJoinPool.managedBlock(new Wait(nanos));
    }
  }

  /**
   * A wait of a worker of a {@link ForkJoinPool}. That pool's own futures have the worker run what
   * it waits for; this one cannot, so the pool may take another thread meanwhile: else tasks that
   * wait for tasks would wait for ever.
   */
  private final class Wait implements ForkJoinPool.ManagedBlocker {

    private final long nanos;

    Wait(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public boolean block() throws InterruptedException {
      try {
        TellingFuture.super.get(nanos, TimeUnit.NANOSECONDS);
      } catch (ExecutionException | CancellationException | TimeoutException e) {
        // Who waits is told.
      }
      return true;
    }

    @Override
    public boolean isReleasable() {
      return isDone();
    }
  }

  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  protected void setException(Throwable thrown) {
    failure = thrown;
    super.setException(thrown);
  }
}
