package io.obs4j.executor;

import io.opentelemetry.context.Context;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task that is due at some time, perhaps again and again, each time in the context in which it
 * was scheduled. It waits from the moment when it is due.
 *
 * <p>The scheduler runs it on one thread at a time, and orders its runs.
 */
final class ScheduledTask<T extends @Nullable Object> implements Callable<T>, Runnable {

  private final Callable<T> task;
  private final TaskMetrics metrics;
  private final Context context = Context.current();
  private final long periodNanos;
  private long due;

  /**
   * A task.
   *
   * @param delayNanos until it is due
   * @param periodNanos from one time to the next if positive; if negative from its end to the next
   *     start; zero if there is none
   */
  ScheduledTask(Callable<T> task, TaskMetrics metrics, long delayNanos, long periodNanos) {
    this.task = task;
    this.metrics = metrics;
    this.periodNanos = periodNanos;
    due = metrics.now() + Math.max(0, delayNanos);
  }

  @Override
  public T call() throws Exception {
    long begun = metrics.now();
    metrics.began(due, begun);
    Throwable failure = null;
    try {
      return context.wrap(task).call();
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      metrics.ended(begun, failure);
      due = periodNanos < 0 ? metrics.now() - periodNanos : due + periodNanos;
    }
  }

  @Override
  public void run() {
    try {
      T unused = call();
    } catch (Exception e) {
      ScheduledTask.<RuntimeException>throwAsItIs(e);
    }
  }

  /** A runnable may throw what it cannot declare, in other languages than Java. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void throwAsItIs(Exception thrown) throws E {
    throw (E) thrown;
  }
}
