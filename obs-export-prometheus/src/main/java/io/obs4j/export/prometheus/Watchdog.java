package io.obs4j.export.prometheus;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts threads that take too long. A thread that reads from or writes to a channel of the
 * JDK's server is freed by that, because the channel closes; closing the exchange from outside
 * would wait for the stuck write instead.
 *
 * <p>Its one daemon thread lives only while something is watched, and a little longer.
 */
final class Watchdog {

  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private final ScheduledThreadPoolExecutor timer;

  Watchdog() {
    timer = new ScheduledThreadPoolExecutor(1, ServerThreads.named("watchdog"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(KEEP_ALIVE.toNanos(), TimeUnit.NANOSECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /**
   * Watches the calling thread until the watch is ended. It is interrupted at the limit, and again
   * every second: a callback in the middle of a walk may have swallowed the first interrupt.
   */
  Watch watch(Duration limit) {
    Watch watch = new Watch();
    try {
      watch.alarm =
          timer.scheduleWithFixedDelay(
              watch, limit.toNanos(), AGAIN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: the last answer is given unwatched.
    }
    return watch;
  }

  void close() {
    timer.shutdownNow();
  }

  /*
   * The watched thread makes and ends a watch, the timer runs it. The lock is what keeps an
   * interrupt from reaching a thread that has left the watch; it is never held while waiting.
   */
  static final class Watch implements Runnable {

    private final Thread watched = Thread.currentThread();
    private @Nullable Future<?> alarm;
    private boolean ended;
    private boolean expired;

    private Watch() {}

    @Override
    public synchronized void run() {
      if (!ended) {
        expired = true;
        watched.interrupt();
      }
    }

    synchronized boolean expired() {
      return expired;
    }

    /** Ends the watch and takes back an interrupt that came of it. */
    synchronized void end() {
      ended = true;
      if (alarm != null) {
        alarm.cancel(false);
      }
      if (expired) {
        Thread.interrupted();
      }
    }
  }
}
