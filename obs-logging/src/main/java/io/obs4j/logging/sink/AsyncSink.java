package io.obs4j.logging.sink;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SelfMetrics;
import io.obs4j.core.internal.Lifecycle;
import io.obs4j.logging.format.LogLevel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines off the threads that log, and has one daemon thread write them to another sink, up to
 * 64 KiB at once.
 *
 * <p>A write copies the line and allocates nothing in steady state. What waits is bounded in bytes;
 * what happens beyond is for the {@link Overflow} to say. A line is with the other sink about a
 * millisecond later. Before the start and after the close lines go out on the thread that logs.
 */
public final class AsyncSink implements LogSink {

  /*
   * Lines travel through a LineQueue; its reader is whoever holds the lock of draining: the worker
   * mostly, a caller that drains, and after the end whoever still logs. A line is written before the
   * lock is given back, so lines of one thread stay in order. The lock is held while the other sink
   * writes, which is what it is for; a thread that logs takes it only when it writes itself, or waits
   * for as long as the overflow allows. The lock is fair, or a worker with much to do would give it
   * back only to have it again, before whoever waits for it wakes up.
   *
   * Whoever logs while it holds that lock (a sink that tells of a fault, through this very sink) must
   * not wait for room that it alone could make: such a line is taken in or dropped.
   *
   * A sink of ours that has failed takes nothing for a moment. The block that it was offered is kept
   * and offered again by the worker, which waits meanwhile without the lock, and by whoever drains;
   * nothing else is taken out of the queue, so lines are lost only if it overflows, or the sink fails
   * for longer than a block is kept. At the end the sink is given one more such moment.
   *
   * The end: the worker announces it to the queue, then takes out what is there. A writer that
   * offers later sees it and takes its line out itself. If a close runs out of time while the worker
   * hangs in a write, lines that wait are counted as abandoned by whoever gets the lock next.
   */

  /** The kind of fault of a queue that does not take all lines in. */
  static final String FAULT = "log.queue";

  /** What waits at the most, unless said otherwise: 16 MiB. */
  public static final long DEFAULT_QUEUE_BYTES = 16L << 20;

  private static final long LEAST_BYTES = 16L << 10;
  private static final long MOST_BYTES = 1L << 30;
  private static final int BLOCK = 64 * 1024;
  private static final long NEVER = -1;
  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final byte[] NOTHING = {};

  /** What became of a look at the queue. */
  enum Drained {
    /** There was nothing to write. */
    NOTHING,
    /** A block was written, or lost. */
    SETTLED,
    /** The sink did not take all of a block, the rest of which is kept. */
    REFUSED
  }

  private final LogSink sink;
  private final @Nullable QueuedSink keeping;
  private final LineQueue queue;
  private final Overflow overflow;
  private final long capacity;
  private final SinkTally tally;
  private final Lifecycle lifecycle = new Lifecycle("An asynchronous sink");
  private final ReentrantLock draining = new ReentrantLock(true);
  private final Waiters room = new Waiters();
  private final Waiters delivery = new Waiters();
  private final AsyncWriter writer;
  private final int signalEvery;

  /** Up to which index lines have been written, or lost. */
  private volatile long settled;

  // At how many lines taken somebody waited in vain; NEVER while nobody has.
  private volatile long stuckAt = NEVER;
  private volatile long keptStuckAt = NEVER;

  private volatile boolean abandoned;
  private SelfMetrics.@Nullable Observation observed;

  // Guarded by the lock of draining.
  private final LineBlock block;
  private long blockSince;
  private long signalledAt;

  private AsyncSink(LogSink sink, long queueBytes, Overflow overflow) {
    this.sink = sink;
    this.keeping = sink instanceof QueuedSink ours ? ours : null;
    this.overflow = overflow;
    int slabs = (int) (queueBytes / LineQueue.SLAB);
    this.capacity = queueBytes;
    this.queue = new LineQueue(slabs);
    this.signalEvery = slabs / 8;
    this.block = new LineBlock(BLOCK, sink.takesBlocks() ? Integer.MAX_VALUE : 1);
    this.tally = new SinkTally(sink.name(), keeping == null ? new UntoldDrops() : keeping.untold());
    this.writer = new AsyncWriter("obs4j-log-" + sink.name(), this, queue);
  }

  /**
   * Another sink, made asynchronous, with 16 MiB of room; a line waits for room up to a second, an
   * error up to ten.
   *
   * @param sink started and closed by the one that is returned
   * @return a new sink
   */
  public static LogSink of(LogSink sink) {
    return of(sink, DEFAULT_QUEUE_BYTES, Overflow.block(Duration.ofSeconds(1)));
  }

  /**
   * Another sink, made asynchronous.
   *
   * @param sink started and closed by the one that is returned
   * @param queueBytes what waits at the most, from 16 KiB to 1 GiB; a line takes at least one KiB
   * @param overflow what happens beyond
   * @return a new sink
   * @throws IllegalArgumentException if the size is out of range
   */
  public static LogSink of(LogSink sink, long queueBytes, Overflow overflow) {
    Objects.requireNonNull(sink, "sink");
    Objects.requireNonNull(overflow, "overflow");
    if (queueBytes < LEAST_BYTES || queueBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "queueBytes " + queueBytes + " must be from " + LEAST_BYTES + " to " + MOST_BYTES);
    }
    return new AsyncSink(sink, queueBytes, overflow);
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public void announceDrops(DropNotice notice) {
    tally.untold().announce(notice);
    sink.announceDrops(notice);
  }

  @Override
  public void start(Diagnostics diagnostics) {
    lifecycle.start();
    sink.start(diagnostics);
    tally.start(diagnostics);
    SelfMetrics metrics = diagnostics.metrics();
    SelfMetrics.Observation size =
        metrics
            .observed("obs.log.queue.size", "By", "Bytes that wait for a sink.", tally.attributes())
            .observe(queue::heldBytes);
    SelfMetrics.Observation limit =
        metrics
            .observed(
                "obs.log.queue.capacity",
                "By",
                "Bytes that may wait for a sink.",
                tally.attributes())
            .observe(() -> capacity);
    observed =
        () -> {
          size.end();
          limit.end();
        };
    queue.begin();
    writer.start();
  }

  @Override
  public boolean takesBlocks() {
    return sink.takesBlocks();
  }

  @Override
  public void write(byte[] bytes, int offset, int length, LogLevel level) {
    if (!queue.isRead()) {
      writeNow(bytes, offset, length, level, false, WRITE_THROUGH_LIMIT);
      return;
    }
    LineQueue.Offer offer = offer(bytes, offset, length, level);
    if (offer == LineQueue.Offer.TOO_LARGE) {
      writeNow(bytes, offset, length, level, false, patience(level));
    } else if (offer == LineQueue.Offer.FULL) {
      overflow(bytes, offset, length, level);
    }
  }

  private LineQueue.Offer offer(byte[] bytes, int offset, int length, LogLevel level) {
    LineQueue.Offer offer = queue.offer(bytes, offset, length, level, overflow.keeps(level));
    if (offer == LineQueue.Offer.UNPARK) {
      writer.unpark();
    } else if (offer == LineQueue.Offer.SWEEP) {
      sweep();
    }
    return offer;
  }

  private boolean gotIn(byte[] bytes, int offset, int length, LogLevel level) {
    return offer(bytes, offset, length, level) != LineQueue.Offer.FULL;
  }

  private void overflow(byte[] bytes, int offset, int length, LogLevel level) {
    boolean kept = overflow.keeps(level);
    if (level.isAtLeast(overflow.dropBelow()) && !draining.isHeldByCurrentThread()) {
      if (overflow.draining() && drainHere() && gotIn(bytes, offset, length, level)) {
        return;
      }
      long deadline = System.nanoTime() + patience(level).toNanos();
      while (awaitRoom(length, kept, deadline)) {
        if (gotIn(bytes, offset, length, level)) {
          return;
        }
      }
    }
    drop(bytes, offset, length);
  }

  private Duration patience(LogLevel level) {
    return overflow.keeps(level) ? overflow.keptPatience() : overflow.patience();
  }

  private boolean drainHere() {
    if (!draining.tryLock()) {
      return false;
    }
    try {
      return drainOnce(false) == Drained.SETTLED;
    } finally {
      draining.unlock();
    }
  }

  private boolean awaitRoom(int length, boolean kept, long deadline) {
    long taken = queue.taken();
    if (taken == (kept ? keptStuckAt : stuckAt)) {
      return false;
    }
    long rest = deadline - System.nanoTime();
    if (rest > 0 && room.await(() -> queue.hasRoom(length, kept) || !queue.isRead(), rest)) {
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
        FAULT,
        "Log lines to "
            + name()
            + " are dropped, and counted in obs.log.dropped: as much waits for it as may, "
            + capacity
            + " bytes. Look at what slows it down, log less, or allow more to wait.");
  }

  /** Writes on this thread, after what waits. */
  private boolean writeNow(
      byte[] bytes, int offset, int length, LogLevel level, boolean through, Duration patience) {
    boolean nested = draining.isHeldByCurrentThread();
    if (!nested && !lockWithin(patience)) {
      tally.dropped(LossReason.ABANDONED, Lines.count(bytes, offset, offset + length));
      return false;
    }
    try {
      if (!nested && !drainTo(queue.offered(), through)) {
        tally.dropped(LossReason.FAILED, Lines.count(bytes, offset, offset + length));
        return false;
      }
      if (through) {
        return sink.writeThrough(bytes, offset, length, level);
      }
      sink.write(bytes, offset, length, level);
      return true;
    } catch (Throwable e) {
      failed(e, Lines.count(bytes, offset, offset + length));
      return false;
    } finally {
      if (!nested) {
        giveBack();
      }
    }
  }

  @Override
  public boolean writeThrough(byte[] bytes, int offset, int length, LogLevel level) {
    return writeNow(bytes, offset, length, level, true, WRITE_THROUGH_LIMIT);
  }

  /** A worker that hangs, and has been given up, is not waited for. */
  private boolean lockWithin(Duration limit) {
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + (abandoned ? 0 : TimeUnit.NANOSECONDS.convert(limit));
    try {
      while (true) {
        try {
          return draining.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes out what got in after the end. */
  private void sweep() {
    if (draining.isHeldByCurrentThread() || !lockWithin(WRITE_THROUGH_LIMIT)) {
      return; // Whoever holds it looks again once it has given it back, or has abandoned.
    }
    try {
      drainTo(queue.offered(), false);
    } finally {
      giveBack();
    }
  }

  /** Unlocks; after the end, looks again for whoever was not given the lock in time. */
  private void giveBack() {
    draining.unlock();
    while (!queue.isRead() && settled != queue.offered() && draining.tryLock()) {
      try {
        drainTo(queue.offered(), false);
      } finally {
        draining.unlock();
      }
    }
  }

  /**
   * Writes what has been offered up to an index; what others offer meanwhile is not waited for.
   * False if the sink does not take it.
   */
  private boolean drainTo(long target, boolean through) {
    while (settled < target) {
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

  /** Writes a block, if there is one. With the lock. */
  private Drained drainOnce(boolean through) {
    if (block.lines() == 0 && !fill()) {
      return Drained.NOTHING;
    }
    if (abandoned) {
      tally.dropped(LossReason.ABANDONED, block.lines());
    } else if (!deliver(through)) {
      return Drained.REFUSED;
    }
    block.reset();
    settled = queue.taken();
    delivery.wake();
    return Drained.SETTLED;
  }

  /** Takes a block out of the queue, if there is one. */
  private boolean fill() {
    if (!abandoned) {
      tellDrops();
    }
    block.reset();
    queue.drainTo(block);
    if (block.lines() == 0) {
      return false;
    }
    blockSince = System.nanoTime();
    long taken = queue.taken();
    boolean empty = taken == queue.offered();
    if (empty || taken - signalledAt >= signalEvery) {
      signalledAt = taken;
      room.wake();
    }
    return true;
  }

  /** False if the rest of the block is to be offered again. */
  private boolean deliver(boolean through) {
    try {
      if (keeping == null) {
        block.writeTo(sink);
        return true;
      }
      block.offerTo(keeping, through);
      if (block.lines() > 0) {
        if (queue.isRead() && System.nanoTime() - blockSince < KEPT_NANOS) {
          return false;
        }
        tally.dropped(LossReason.FAILED, block.lines());
      }
    } catch (Throwable e) {
      failed(e, block.lines());
    }
    return true;
  }

  private void tellDrops() {
    if (!tally.untold().isDue()) {
      return;
    }
    try {
      if (keeping == null) {
        tally.untold().tell(line -> sink.write(line, 0, line.length, LogLevel.WARN));
      } else {
        keeping.take(NOTHING, 0, 0, LogLevel.WARN, false);
      }
    } catch (Throwable e) {
      failed(e, 1);
    }
  }

  /** A sink of somebody else's has thrown, although it must not. */
  private void failed(Throwable e, int lines) {
    tally.dropped(LossReason.FAILED, lines);
    tally.failed(LineSink.FAULT, "The sink " + name() + " threw. Mend it.", e);
  }

  /** What the worker does each time that it looks; with the lock or without. */
  void review() {
    tally.worked(FAULT);
  }

  /** Whether the worker is to look again soon, although nothing is logged. */
  boolean isUneasy() {
    return tally.isFailing() || tally.untold().isOwed();
  }

  /** One look of the worker. */
  Drained pass() {
    draining.lock();
    try {
      return drainOnce(false);
    } finally {
      draining.unlock();
    }
  }

  /** The worker's last look. */
  void finish() {
    settleBeforeEnd(queue.offered());
    queue.end();
    draining.lock();
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
    while (settled < target && refusals < 2 && !abandoned) {
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

  boolean isAbandoned() {
    return abandoned;
  }

  @Override
  public boolean flush(Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    long target = queue.offered();
    if (!draining.isHeldByCurrentThread() && settled < target) {
      writer.call();
      delivery.await(() -> settled >= target, deadline - System.nanoTime());
    }
    Duration rest = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    return settled >= target && sink.flush(rest);
  }

  @Override
  public void close(Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    lifecycle.close();
    if (queue.isRead() && !draining.isHeldByCurrentThread()) {
      // A tenth for the interrupt to help a worker that hangs.
      if (!writer.finish(TimeUnit.NANOSECONDS.convert(limit) / 10 * 9)) {
        abandon(deadline);
      }
    }
    SelfMetrics.Observation ended = observed;
    if (ended != null) {
      ended.end();
    }
    sink.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }

  private void abandon(long deadline) {
    abandoned = true;
    queue.end();
    tally.failed(
        FAULT,
        "The close of " + name() + " ran out of time; about " + queue.size() + " lines are lost.",
        null);
    writer.interrupt();
    writer.awaitEnd(deadline - System.nanoTime());
  }
}
