package io.obs4j.logging.sink;

import io.obs4j.core.internal.Uninterrupted;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The thread behind an asynchronous sink. */
final class AsyncWriter implements Runnable {

  /*
   * Awake, the thread writes while there is something. Then it naps: for a millisecond, or until a
   * block's worth of lines waits. While lines keep coming, those who log thus wake it once for a
   * hundred lines and not for each, and it writes them at once. After a nap without any it sleeps
   * until the next line. Before it parks it announces what it waits for, and looks once more.
   */

  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int NAP_LINES = 128;
  private static final long UNEASY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SLEEP_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final long PAUSE_NANOS = 50_000;

  private final LineQueue queue;
  private final LineDrain drain;
  private final SinkTally tally;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closing;
  private volatile boolean called;

  AsyncWriter(String name, LineQueue queue, LineDrain drain, SinkTally tally) {
    this.queue = queue;
    this.drain = drain;
    this.tally = tally;
    this.thread = new Thread(null, this, name, 0, false);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void unpark() {
    LockSupport.unpark(thread);
  }

  /** Has the queue looked at, in case the thread sleeps. */
  void call() {
    called = true;
    if (queue.call()) {
      unpark();
    }
  }

  /** Lets the thread write what is there, and then end; false if it has not in time. */
  boolean finish(long nanos) {
    closing = true;
    call();
    return awaitEnd(nanos);
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Waits for the end, also if interrupted meanwhile; false if it has not come. */
  boolean awaitEnd(long nanos) {
    return Uninterrupted.await(left -> ended.await(left, TimeUnit.NANOSECONDS), nanos);
  }

  /** Lets another thread store the line whose index it has taken. */
  static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  @Override
  public void run() {
    boolean rested = false;
    while (!closing && !drain.isAbandoned()) {
      try {
        Thread.interrupted(); // What a sink has left behind would keep the thread from sleeping.
        Drained drained = drain.pass();
        if (drained == Drained.SETTLED) {
          rested = false;
        } else if (drained == Drained.REFUSED) {
          LockSupport.parkNanos(this, LineSink.HOLD_OFF_NANOS);
        } else if (queue.taken() != queue.offered()) {
          pause();
        } else {
          tally.worked(AsyncSink.FAULT);
          rest(rested);
          rested = true;
        }
      } catch (Throwable e) {
        pause(); // Without memory, say; the loop goes on, slowly enough to let others have some.
      }
    }
    try {
      drain.finish();
    } finally {
      ended.countDown();
    }
  }

  private void rest(boolean rested) {
    int lines = rested ? 1 : NAP_LINES;
    long nanos = !rested ? NAP_NANOS : isUneasy() ? UNEASY_NANOS : SLEEP_NANOS;
    queue.sleepUntil(lines);
    if (queue.offered() - queue.taken() < lines && !called && !closing && !drain.isAbandoned()) {
      LockSupport.parkNanos(this, nanos);
    }
    called = false;
    queue.awake();
  }

  /** Whether it is to look again soon, although nothing is logged. */
  private boolean isUneasy() {
    return tally.isFailing() || tally.untold().isOwed();
  }
}
