package io.obs4j.operation;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A future whose run ends when the program finds it done: a plain future calls nobody back. One
 * that nobody ever asks does not end.
 */
final class ObservedFuture<T extends @Nullable Object> implements Future<T> {

  private final Future<T> delegate;
  private final PendingEnd end;

  private ObservedFuture(Future<T> delegate, PendingEnd end) {
    this.delegate = delegate;
    this.end = end;
  }

  /** The future itself if it is done already. */
  static <T extends @Nullable Object> Future<T> of(Future<T> future, PendingEnd end) {
    ObservedFuture<T> observed = new ObservedFuture<>(future, end);
    return observed.isDone() ? future : observed;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = delegate.cancel(mayInterruptIfRunning);
    if (cancelled) {
      end.fail(new CancellationException());
    }
    return cancelled;
  }

  @Override
  public boolean isCancelled() {
    return delegate.isCancelled();
  }

  @Override
  public boolean isDone() {
    boolean done = delegate.isDone();
    if (done && end.isOpen()) {
      look();
    }
    return done;
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    try {
      return succeeded(delegate.get());
    } catch (ExecutionException | CancellationException e) {
      end.fail(e);
      throw e;
    }
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return succeeded(delegate.get(timeout, unit));
    } catch (ExecutionException | CancellationException e) {
      end.fail(e);
      throw e;
    }
  }

  private T succeeded(T value) {
    end.succeed(value);
    return value;
  }

  /** Asks a future that is done how it ended, which does not wait, even if interrupted. */
  private void look() {
    boolean interrupted = Thread.interrupted();
    try {
      get();
    } catch (ExecutionException | RuntimeException e) {
      end.fail(e);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
