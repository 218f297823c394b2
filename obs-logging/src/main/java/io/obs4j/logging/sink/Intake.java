package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;
import java.time.Duration;

/** Gets lines into a queue, on the threads that log; what does not get in is the overflow's. */
final class Intake {

  /*
   * Where somebody has waited in vain nobody else waits, until the reader has taken something out. Of
   * two who wait at the same moment the later may overwrite what the earlier has found out, with the
   * same index or a later one: at the worst, one more waits.
   */

  private static final long NEVER = -1;

  private final LineQueue queue;
  private final long capacity;
  private final Overflow overflow;
  private final LineDrain drain;
  private final AsyncWriter writer;
  private final SinkTally tally;

  // At how many lines taken somebody waited in vain; NEVER while nobody has.
  private volatile long stuckAt = NEVER;
  private volatile long keptStuckAt = NEVER;

  Intake(
      LineQueue queue,
      long capacity,
      Overflow overflow,
      LineDrain drain,
      AsyncWriter writer,
      SinkTally tally) {
    this.queue = queue;
    this.capacity = capacity;
    this.overflow = overflow;
    this.drain = drain;
    this.writer = writer;
    this.tally = tally;
  }

  /** Takes a line in, or does with it what the overflow says. */
  void take(byte[] bytes, int offset, int length, LogLevel level, long time) {
    LineQueue.Offer offer = offer(bytes, offset, length, level, time);
    if (offer == LineQueue.Offer.TOO_LARGE) {
      drain.writeNow(new Line(bytes, offset, length, level, time), false, patience(level));
    } else if (offer == LineQueue.Offer.FULL) {
      overflow(bytes, offset, length, level, time);
    }
  }

  private LineQueue.Offer offer(byte[] bytes, int offset, int length, LogLevel level, long time) {
    LineQueue.Offer offer = queue.offer(bytes, offset, length, level, time, overflow.keeps(level));
    if (offer == LineQueue.Offer.UNPARK) {
      writer.unpark();
    } else if (offer == LineQueue.Offer.SWEEP) {
      drain.sweep();
    }
    return offer;
  }

  private void overflow(byte[] bytes, int offset, int length, LogLevel level, long time) {
    if (level.isAtLeast(overflow.dropBelow()) && !drain.isMine()) {
      boolean retried = overflow.draining() && drain.tryPass();
      long deadline = System.nanoTime() + patience(level).toNanos();
      while (retried || awaitRoom(length, overflow.keeps(level), deadline)) {
        retried = false;
        if (offer(bytes, offset, length, level, time) != LineQueue.Offer.FULL) {
          return;
        }
      }
    }
    drop(bytes, offset, length);
  }

  private Duration patience(LogLevel level) {
    return overflow.keeps(level) ? overflow.keptPatience() : overflow.patience();
  }

  private boolean awaitRoom(int length, boolean kept, long deadline) {
    long taken = queue.taken();
    if (taken == (kept ? keptStuckAt : stuckAt)) {
      return false;
    }
    long rest = deadline - System.nanoTime();
    if (rest > 0 && drain.awaitRoom(length, kept, rest)) {
      return true;
    }
    if (rest > 0 && queue.taken() == taken) {
      stuckAt = taken;
      keptStuckAt = kept ? taken : keptStuckAt;
    }
    return false;
  }

  private void drop(byte[] bytes, int offset, int length) {
    tally.dropped(LossReason.QUEUE_FULL, Lines.count(bytes, offset, offset + length));
    tally.refused(
        AsyncSink.FAULT,
        "Log lines to "
            + tally.sink()
            + " are dropped, and counted in obs.log.dropped: as much waits for it as may, "
            + capacity
            + " bytes. Look at what slows it down, log less, or allow more to wait.");
  }
}
