package io.obs4j.logging.sink;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many lines were lost of which the stream does not tell yet. A queue shares that of the sink
 * behind it, so that a line is told of once, whoever lost it.
 */
final class UntoldDrops {

  /*
   * Any thread adds. Only one at a time tells: whoever holds the lock under which the stream is
   * written. So what is taken off is still there, and told of no second time.
   */

  private static final long NOTICE_NANOS = 1_000_000_000;

  private final AtomicLong lines = new AtomicLong();
  private volatile long since;
  private volatile long lastNotice = System.nanoTime() - NOTICE_NANOS;
  private volatile @Nullable DropNotice notice;

  /** What the line that tells of them goes to; throws unless it got there. */
  interface Stream<X extends Exception> {
    void write(byte[] line) throws X;
  }

  /** What makes the line that tells of them. */
  void announce(DropNotice line) {
    notice = line;
  }

  void add(long lost) {
    if (lines.getAndAdd(lost) == 0) {
      since = System.currentTimeMillis() * 1_000_000;
    }
  }

  /** Whether there are any, and the last notice was a second ago. */
  boolean isDue() {
    return isOwed() && System.nanoTime() - lastNotice >= NOTICE_NANOS;
  }

  /** Whether there are any, and something to tell of them with. */
  boolean isOwed() {
    return lines.get() > 0 && notice != null;
  }

  /** Tells, if it is due. By one thread at a time. */
  <X extends Exception> void tell(Stream<X> stream) throws X {
    DropNotice made = notice;
    if (made == null || !isDue()) {
      return;
    }
    long lost = lines.get();
    stream.write(made.line(lost, since));
    lastNotice = System.nanoTime();
    if (lines.addAndGet(-lost) != 0) {
      since = System.currentTimeMillis() * 1_000_000;
    }
  }
}
