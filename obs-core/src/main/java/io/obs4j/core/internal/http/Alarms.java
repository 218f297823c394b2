package io.obs4j.core.internal.http;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls back when a time is over. Safe for use by any thread. */
public interface Alarms extends AutoCloseable {

  /**
   * Calls once.
   *
   * @param nanos from now
   * @param call quick, and throws nothing
   * @return cancels the call
   */
  Alarm after(long nanos, Runnable call);

  /** Ends the thread; no alarm goes off any more. */
  @Override
  void close();

  /** One call that is due later. */
  @FunctionalInterface
  interface Alarm {

    /** Forgets the call; idempotent. */
    void cancel();
  }

  /**
   * Alarms of one daemon thread, which is made when it is first needed, and ends when it has not
   * been needed for a while.
   *
   * @param name of the thread
   * @return open alarms
   */
  static Alarms onThread(String name) {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(1, task -> HttpLane.daemon(task, name));
    thread.setRemoveOnCancelPolicy(true);
    thread.setKeepAliveTime(10, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
    thread.setRejectedExecutionHandler((task, executor) -> {});
    return new Alarms() {
      @Override
      public Alarm after(long nanos, Runnable call) {
        Future<?> pending = thread.schedule(call, nanos, TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
      }

      @Override
      public void close() {
        thread.shutdownNow();
      }
    };
  }
}
