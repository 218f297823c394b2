package io.obs4j.logging.sink;

import io.obs4j.core.internal.Uninterrupted;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Empties a queue into a sink, on whatever thread wants that, one after another. */
final class LineDrain {

  /*
   * The reader of the queue is whoever holds the lock: the worker mostly, a caller that drains, and
   * after the end whoever still logs. A line is written before the lock is given back, so lines of one
   * thread stay in order. The lock is held while the sink writes, which is what it is for; a thread
   * that logs takes it only when it writes itself, or waits for as long as the overflow allows. The
   * lock is fair, or a worker with much to do would give it back only to have it again, before whoever
   * waits for it wakes up.
   *
   * Whoever logs while it holds that lock (a sink that tells of a fault, through this very sink) must
   * not wait for room that it alone could make: such a line is taken in or dropped.
   *
   * A block that the sink refuses is offered again by the worker, which waits meanwhile without the
   * lock, and by whoever drains. At the end the sink is given one more such moment.
   *
   * The end: the worker announces it to the queue, then takes out what is there. A writer that
   * offers later sees it and takes its line out itself. If a close runs out of time while the worker
   * hangs in a write, lines that wait are counted as abandoned by whoever gets the lock next.
   */

  private final LineQueue queue;
  private final Delivery delivery;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Waiters room = new Waiters();
  private final Waiters progress = new Waiters();
  private final int signalEvery;

  /** Up to which index lines have been written, or lost. */
  private volatile long settled;

  private volatile boolean abandoned;

  // Guarded by the lock.
  private long signalledAt;

  LineDrain(LineQueue queue, Delivery delivery, int signalEvery) {
    this.queue = queue;
    this.delivery = delivery;
    this.signalEvery = signalEvery;
  }

  /** Whether this thread is within a write of the sink. */
  boolean isMine() {
    return lock.isHeldByCurrentThread();
  }

  /** Waits until a line of such a length may get in, or nobody reads; false if neither is so. */
  boolean awaitRoom(int length, boolean kept, long nanos) {
    return room.await(() -> queue.hasRoom(length, kept) || !queue.isRead(), nanos);
  }

  /** Whether all lines up to an index have been written, or lost. */
  boolean isSettled(long target) {
    return settled >= target;
  }

  /** Waits until lines up to an index have been written, or lost. */
  void awaitSettled(long target, long nanos) {
    progress.await(() -> isSettled(target), nanos);
  }

  /** Has the rest of the lines counted in place of written. */
  void abandon() {
    abandoned = true;
    queue.end();
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Writes a block, if there is one. */
  Drained pass() {
    lock.lock();
    try {
      return drainOnce(false);
    } finally {
      lock.unlock();
    }
  }

  /** Writes a block if nobody else does; whether it has. */
  boolean tryPass() {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      return drainOnce(false) == Drained.SETTLED;
    } finally {
      lock.unlock();
    }
  }

  /** Writes a line on this thread, after what waits; false if it is lost. */
  boolean writeNow(Line line, boolean through, Duration patience) {
    if (isMine()) {
      return delivery.write(line, through);
    }
    SinkTally tally = delivery.tally();
    if (!lockWithin(patience)) {
      tally.dropped(LossReason.ABANDONED, line.count());
      return false;
    }
    try {
      if (drainTo(queue.offered(), through)) {
        return delivery.write(line, through);
      }
      tally.dropped(LossReason.FAILED, line.count());
      return false;
    } catch (Throwable e) {
      delivery.threw(e, line.count()); // Memory or the stack may be at its end.
      return false;
    } finally {
      giveBack();
    }
  }

  /** Takes out what got in after the end. */
  void sweep() {
    if (isMine() || !lockWithin(LogSink.WRITE_THROUGH_LIMIT)) {
      return; // Whoever holds it looks again once it has given it back, or has abandoned.
    }
    try {
      drainTo(queue.offered(), false);
    } finally {
      giveBack();
    }
  }

  /** The worker's last look. */
  void finish() {
    settleBeforeEnd(queue.offered());
    queue.end();
    lock.lock();
    try {
      while (settled != queue.offered()) {
        drainTo(queue.offered(), false);
      }
    } finally {
      giveBack();
    }
    room.wake();
  }

  /** Gives a sink that has failed time to recover, once; after the end it loses what it refuses. */
  private void settleBeforeEnd(long target) {
    int refusals = 0;
    while (!isSettled(target) && refusals < 2 && !abandoned) {
      Drained drained = pass();
      if (drained == Drained.REFUSED) {
        refusals++;
        awaitRetry();
      } else if (drained == Drained.SETTLED) {
        refusals = 0;
      } else {
        AsyncWriter.pause();
      }
    }
  }

  private void awaitRetry() {
    long until = System.nanoTime() + LineSink.HOLD_OFF_NANOS;
    for (long rest; (rest = until - System.nanoTime()) > 0 && !abandoned; ) {
      Thread.interrupted(); // What a sink has left behind would make this a spin.
      LockSupport.parkNanos(this, rest);
    }
  }

  /** A worker that hangs, and has been given up, is not waited for. */
  private boolean lockWithin(Duration limit) {
    return Uninterrupted.await(
        left -> lock.tryLock(left, TimeUnit.NANOSECONDS),
        abandoned ? 0 : TimeUnit.NANOSECONDS.convert(limit));
  }

  /** Unlocks; after the end, looks again for whoever was not given the lock in time. */
  private void giveBack() {
    lock.unlock();
    while (!queue.isRead() && settled != queue.offered() && lock.tryLock()) {
      try {
        drainTo(queue.offered(), false);
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Writes what has been offered up to an index; what others offer meanwhile is not waited for.
   * False if the sink does not take it.
   */
  private boolean drainTo(long target, boolean through) {
    while (!isSettled(target)) {
      Drained drained = drainOnce(through);
      if (drained == Drained.REFUSED) {
        return false;
      }
      if (drained == Drained.NOTHING) {
        AsyncWriter.pause();
      }
    }
    return true;
  }

  private Drained drainOnce(boolean through) {
    if (!delivery.isPending() && !fill()) {
      return Drained.NOTHING;
    }
    if (abandoned) {
      delivery.abandon();
    } else if (!delivery.deliver(through, queue.isRead())) {
      return Drained.REFUSED;
    }
    settled = queue.taken();
    progress.wake();
    return Drained.SETTLED;
  }

  private boolean fill() {
    if (!abandoned) {
      delivery.tellDrops();
    }
    if (!delivery.fill(queue)) {
      return false;
    }
    long taken = queue.taken();
    boolean empty = taken == queue.offered();
    if (empty || taken - signalledAt >= signalEvery) {
      signalledAt = taken;
      room.wake();
    }
    return true;
  }
}
