package io.obs4j.logging.sink;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs a task on a daemon thread that lives while there is something to do. */
final class BackgroundTask implements Runnable {

  /*
   * Requests are counted. Whoever makes the first starts a thread; the thread takes off as many as it
   * saw before it ran the task, and ends when that leaves none. One that comes during the task is
   * thus followed by another run, and never by a second thread. The task reports what it throws; what
   * it cannot even report must not end the thread, as nobody would start another.
   */

  private final AtomicInteger requests = new AtomicInteger();
  private final String name;
  private final Runnable task;
  private volatile @Nullable Thread thread;

  /** Of a thread that is called so. */
  BackgroundTask(String name, Runnable task) {
    this.name = name;
    this.task = task;
  }

  /** Has the task run, soon. */
  void request() {
    if (requests.getAndIncrement() == 0) {
      Thread started = new Thread(null, this, name, 0, false);
      started.setDaemon(true);
      thread = started;
      boolean running = false;
      try {
        started.start();
        running = true;
      } catch (OutOfMemoryError e) {
        // No thread can be made. The next request tries again.
      } finally {
        if (!running) {
          thread = null;
          requests.set(0);
        }
      }
    }
  }

  @Override
  public void run() {
    int seen = requests.get();
    while (seen != 0) {
      try {
        task.run();
      } catch (Throwable e) {
        // There is no memory for the report, either.
      }
      seen = requests.addAndGet(-seen);
    }
  }

  /**
   * Waits until there is nothing to do. An interrupt from before does not count, as what is waited
   * for decides what becomes of a line; one that comes meanwhile ends the wait. Both are kept.
   */
  void await(Duration limit) {
    Thread running = thread;
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      running.join(Math.max(1, limit.toMillis()));
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
