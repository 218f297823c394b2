package io.obs4j.executor;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
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

  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  protected void setException(Throwable thrown) {
    failure = thrown;
    super.setException(thrown);
  }
}
