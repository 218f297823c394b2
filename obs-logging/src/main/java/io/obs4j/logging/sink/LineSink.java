package io.obs4j.logging.sink;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A sink that writes on the thread of its caller, one caller after another. */
abstract sealed class LineSink implements QueuedSink permits ConsoleSink, FileSink, UdpSink {

  /*
   * One lock orders the writers; whoever has it writes, and nothing else is done under it but I/O:
   * what fails is reported after it was given back, since diagnostics log, perhaps through this
   * sink. It is a ReentrantLock, so that a virtual thread that waits for it, or writes, leaves its
   * carrier where the JDK can. The line that tells of drops is made under it, too: else two writers
   * would tell of the same.
   *
   * After a failure nothing is tried for a moment: a pipe that is closed, or a disk that is full,
   * must not cost every caller a system call and an exception. Lines of that moment are lost, and
   * counted, unless whoever offers them keeps them until then, as a queue does. A line that is
   * written through is tried nevertheless: it is worth the call.
   */

  /** The kind of fault of a destination that does not take lines. */
  static final String FAULT = "log.sink";

  /** How long nothing is tried after a failure. */
  static final long HOLD_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final String WHAT_IS_LOST = "what is lost meanwhile is counted in obs.log.dropped";

  final SinkTally tally;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private boolean heldOff;
  private long retryAt;
  private volatile boolean owing;
  private boolean closed;

  LineSink(String name) {
    tally = new SinkTally(name);
  }

  /** Writes lines, or throws; after the close, releases what it opens. Under the lock. */
  abstract void send(byte[] bytes, int offset, int length, LogLevel level, long time)
      throws IOException;

  /** Of the lines whose sending failed, how many bytes are not lost. Under the lock. */
  int saved() {
    return 0;
  }

  /** Whether the rest of a line waits here for the next that are sent. Under the lock. */
  boolean isOwing() {
    return false;
  }

  /** Whether what failed may be sent again: what did not get out is known, or may get out twice. */
  boolean resends() {
    return true;
  }

  /** Opens what lines go to, ahead of the first. Under the lock. */
  abstract void open() throws IOException;

  /** Releases what was opened. Under the lock. */
  abstract void release() throws IOException;

  /** What is to be done when it fails, as a sentence. */
  abstract String remedy();

  @Override
  public void start(Diagnostics diagnostics) {
    tally.start(diagnostics);
    Throwable failure = null;
    lock.lock();
    try {
      open();
    } catch (Throwable e) {
      failure = e;
      holdOff();
    } finally {
      lock.unlock();
    }
    if (failure != null) {
      failed("cannot be written; " + WHAT_IS_LOST, failure);
    }
  }

  @Override
  public final String name() {
    return tally.sink();
  }

  @Override
  public final void announceDrops(DropNotice notice) {
    tally.untold().announce(notice);
  }

  @Override
  public final UntoldDrops untold() {
    return tally.untold();
  }

  @Override
  public long time() {
    return 0;
  }

  @Override
  public boolean takesBlocks() {
    return true;
  }

  @Override
  public final void write(byte[] bytes, int offset, int length, LogLevel level) {
    attempt(bytes, offset, length, level, time(), false, false);
  }

  @Override
  public final boolean writeThrough(byte[] bytes, int offset, int length, LogLevel level) {
    return put(new Line(bytes, offset, length, level, time()), true);
  }

  @Override
  public final boolean put(Line line, boolean through) {
    return through ? putThrough(line) : attempt(line, false);
  }

  /** Writes a line through; false if it may be lost. */
  boolean putThrough(Line line) {
    return attempt(line, true);
  }

  private boolean attempt(Line line, boolean through) {
    return attempt(line.bytes, line.offset, line.length, line.level, line.time, through, false)
        >= 0;
  }

  @Override
  public final int take(
      byte[] bytes, int offset, int length, LogLevel level, long time, boolean through) {
    boolean kept = resends();
    int taken = attempt(bytes, offset, length, level, time, through, kept);
    return !kept ? length : taken < 0 ? ~taken : taken;
  }

  /**
   * Writes lines, and what is owed ahead of them.
   *
   * @param kept whether the caller keeps what did not get out; else that is counted as lost
   * @return the length, or the complement of how many bytes are not to be sent again
   */
  private int attempt(
      byte[] bytes,
      int offset,
      int length,
      LogLevel level,
      long time,
      boolean through,
      boolean kept) {
    Throwable failure = null;
    boolean begun = false;
    int taken = 0;
    int lost = 0;
    lock.lock();
    try {
      if (!through && heldOff && System.nanoTime() - retryAt < 0) {
        if (!kept) {
          tally.dropped(LossReason.FAILED, Lines.count(bytes, offset, offset + length));
        }
        return ~taken;
      }
      if (tally.untold().isDue()) {
        tally.untold().tell(this::sendNotice);
      }
      if (length == 0) {
        return length;
      }
      begun = true;
      send(bytes, offset, length, level, time);
      heldOff = false;
    } catch (LineTooLargeException e) {
      failure = e;
      lost = 1;
      tally.dropped(LossReason.TOO_LARGE, lost);
    } catch (Throwable e) { // Also errors: without memory for the system's buffer, say.
      failure = e;
      holdOff();
      taken = begun ? saved() : 0;
      if (!kept) {
        lost = Lines.count(bytes, offset + taken, offset + length);
        tally.dropped(LossReason.FAILED, lost);
      }
    } finally {
      owing = isOwing();
      lock.unlock();
    }
    if (failure != null) {
      failed(
          lost > 0 ? "are lost, and counted in obs.log.dropped" : "wait for it; " + WHAT_IS_LOST,
          failure);
      return ~taken;
    }
    tally.worked(FAULT);
    tally.written(length);
    return length;
  }

  /** One whose rest is kept will be whole: it must not be told again. Lines behind it fail, too. */
  private void sendNotice(byte[] line) throws IOException {
    try {
      send(line, 0, line.length, LogLevel.WARN, time());
    } catch (IOException e) {
      if (saved() < line.length) {
        throw e;
      }
    }
  }

  private void holdOff() {
    heldOff = true;
    retryAt = System.nanoTime() + HOLD_OFF_NANOS;
  }

  /** Tells that it fails, and what becomes of lines to it. */
  private void failed(String fate, Throwable failure) {
    tally.failed(
        FAULT,
        "Log lines to " + tally.sink() + " " + fate + ": " + failure.getMessage() + ". " + remedy(),
        failure instanceof IOException ? null : failure);
  }

  final boolean isClosed() {
    return closed;
  }

  @Override
  public final long lost() {
    return tally.lost();
  }

  /** Nothing waits in the process, but the rest of a line whose write failed. */
  @Override
  public boolean flush(Duration limit) {
    return tally.isWhole() && !owing;
  }

  @Override
  public void close(Duration limit) {
    Throwable failure = null;
    if (!tryLock(limit)) {
      return; // A writer that does not come back holds it, and what it has opened.
    }
    try {
      closed = true;
      release();
    } catch (Throwable e) {
      failure = e;
    } finally {
      owing = isOwing();
      lock.unlock();
    }
    if (failure != null) {
      failed("may not all be there, as it cannot be closed", failure);
    }
  }

  private boolean tryLock(Duration limit) {
    try {
      return lock.tryLock(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return lock.tryLock();
    }
  }
}
