package io.obs4j;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call on a daemon thread of its own, so that whoever waits for it can give up, whatever the call
 * does. One that overruns is interrupted, and left behind if it does not listen.
 */
final class BoundedCall<T> {

  private final FutureTask<T> task;
  private final Thread thread;
  private final long begun = System.nanoTime();

  private BoundedCall(String name, Callable<T> call) {
    task = new FutureTask<>(call);
    thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
  }

  static <T> BoundedCall<T> start(String name, Callable<T> call) {
    BoundedCall<T> started = new BoundedCall<>(name, call);
    started.thread.start();
    return started;
  }

  /**
   * Whether the call was begun before a moment.
   *
   * @param moment on the clock of {@link System#nanoTime()}
   */
  boolean begunBefore(long moment) {
    return begun - moment < 0;
  }

  boolean isDone() {
    return !thread.isAlive();
  }

  /**
   * Waits for the call and its thread to end. Being interrupted does not cut the wait short, which
   * is bounded anyway: the waiting thread is found interrupted afterwards.
   *
   * @param deadline on the clock of {@link System#nanoTime()}
   * @return what the call returned
   * @throws ExecutionException if the call threw
   * @throws TimeoutException if the deadline passed first
   */
  T await(long deadline) throws ExecutionException, TimeoutException {
    boolean interrupted = join(deadline);
    try {
      return task.get(0, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      thread.interrupt();
      throw new TimeoutException();
    } catch (TimeoutException e) {
      thread.interrupt();
      throw e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean join(long deadline) {
    boolean interrupted = false;
    while (true) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
