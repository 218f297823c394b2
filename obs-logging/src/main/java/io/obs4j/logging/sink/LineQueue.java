package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpmcAtomicArrayQueue;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lines on the way from the threads that log to the one that writes them: copied into slabs of one
 * KiB, which are used again. What waits is bounded by the number of slabs, so in bytes.
 */
final class LineQueue {

  /*
   * Writers are all threads that log; the reader is whoever holds the lock of draining. A writer
   * takes free slabs (a long line takes several, linked), or makes new ones while there are fewer
   * than may be; fills them while they are its own; and offers the first. The queue of lines is as
   * long as there are slabs, so an offer always gets in. The reader copies a line out and gives its
   * slabs back. Both queues order what is written into a slab before the reads of whoever gets it.
   * Slabs are made only when none is free, so a queue that is mostly empty lives in few of them, and
   * in the processor's cache.
   *
   * A writer that does not get as many as it needs gives all back; it holds none while it waits.
   * Lines that are not kept leave a reserve. They look at the number of free slabs first, so the
   * reserve may be used by as many of them as look at the same moment.
   *
   * wakeAt is the index of the line at which the reader wants to be woken: AWAKE while it is, NEW and
   * ENDED while nobody reads. A writer advances the producer index by compare-and-set, then reads
   * wakeAt; the reader publishes wakeAt, then reads the producer index. All are volatile, so at least
   * one sees the other: no wake-up is lost, and no line stays behind after the end. Writers compete by
   * compare-and-set for the one unpark.
   *
   * Writers are lock-free. The reader cannot pass a writer that has taken its index and not yet
   * stored its line, which are two neighbouring instructions.
   */

  /** In bytes. */
  static final int SLAB = 1024;

  /** Of the slabs, one in so many is left to lines that are kept. */
  private static final int RESERVED_OF = 8;

  private static final long AWAKE = Long.MAX_VALUE;
  private static final long NEW = Long.MIN_VALUE;
  private static final long ENDED = Long.MIN_VALUE + 1;

  /** What became of an offer. */
  enum Offer {
    /** It is in; there is nothing to be done. */
    TAKEN,
    /** It is in, and the reader is to be woken. */
    UNPARK,
    /** It is in, and nobody reads any more. */
    SWEEP,
    /** There is no room now. */
    FULL,
    /** There will never be room. */
    TOO_LARGE
  }

  private static final class Slab {
    private final byte[] bytes = new byte[SLAB];
    private int total;
    private LogLevel level = LogLevel.TRACE;
    private long time;
    private @Nullable Slab next;
  }

  private final MpscAtomicArrayQueue<Slab> lines;
  private final MpmcAtomicArrayQueue<Slab> free;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicLong wakeAt = new AtomicLong(NEW);
  private final int slabs;
  private final int reserve;

  LineQueue(int slabs) {
    this.slabs = slabs;
    this.reserve = slabs / RESERVED_OF;
    lines = new MpscAtomicArrayQueue<>(slabs);
    free = new MpmcAtomicArrayQueue<>(slabs);
  }

  /** Takes a line in, if there is room. */
  Offer offer(byte[] bytes, int offset, int length, LogLevel level, long time, boolean kept) {
    int count = count(length);
    if (count > slabs - reserve) {
      return Offer.TOO_LARGE;
    }
    Slab head = take(count, kept);
    if (head == null) {
      return Offer.FULL;
    }
    head.total = length;
    head.level = level;
    head.time = time;
    int at = offset;
    int end = offset + length;
    for (Slab slab = head; slab != null; slab = slab.next) {
      int part = Math.min(SLAB, end - at);
      System.arraycopy(bytes, at, slab.bytes, 0, part);
      at += part;
    }
    lines.offer(head);
    return afterOffer();
  }

  private static int count(int length) {
    return Math.max(1, (length + SLAB - 1) / SLAB);
  }

  /** Whether a line of such a length would get in now. */
  boolean hasRoom(int length, boolean kept) {
    return free() - count(length) >= (kept ? 0 : reserve);
  }

  private int free() {
    return slabs - made.get() + free.size();
  }

  private @Nullable Slab take(int count, boolean kept) {
    if (!kept && made.get() > slabs - reserve - count && free() - count < reserve) {
      return null;
    }
    Slab head = null;
    for (int i = 0; i < count; i++) {
      Slab slab = takeOne();
      if (slab == null) {
        giveBack(head);
        return null;
      }
      slab.next = head;
      head = slab;
    }
    return head;
  }

  private @Nullable Slab takeOne() {
    Slab slab = free.poll();
    if (slab != null) {
      return slab;
    }
    for (int before = made.get(); before < slabs; before = made.get()) {
      if (made.compareAndSet(before, before + 1)) {
        return make();
      }
    }
    return null;
  }

  private @Nullable Slab make() {
    try {
      return new Slab();
    } catch (OutOfMemoryError e) {
      made.decrementAndGet();
      return null;
    }
  }

  private void giveBack(@Nullable Slab head) {
    Slab slab = head;
    while (slab != null) {
      Slab next = slab.next;
      slab.next = null;
      free.offer(slab);
      slab = next;
    }
  }

  private Offer afterOffer() {
    long at = wakeAt.get();
    if (at == AWAKE) {
      return Offer.TAKEN;
    }
    if (at <= ENDED) {
      return Offer.SWEEP;
    }
    return offered() >= at && wakeAt.compareAndSet(at, AWAKE) ? Offer.UNPARK : Offer.TAKEN;
  }

  /** Whether the reader has to be unparked by whoever wants it to look at once. */
  boolean call() {
    long at = wakeAt.get();
    return at != AWAKE && at > ENDED && wakeAt.compareAndSet(at, AWAKE);
  }

  /** How many lines were ever taken in. */
  long offered() {
    return lines.currentProducerIndex();
  }

  /** How many lines have been taken out. */
  long taken() {
    return lines.currentConsumerIndex();
  }

  /** How many lines wait. */
  int size() {
    return lines.size();
  }

  /** How many bytes of slabs are in use. */
  long heldBytes() {
    return (long) SLAB * (slabs - free());
  }

  /** Whether there is a reader. */
  boolean isRead() {
    return wakeAt.get() > ENDED;
  }

  // The rest is for the reader.

  /** Announces that there is a reader. */
  void begin() {
    wakeAt.compareAndSet(NEW, AWAKE);
  }

  /** Announces that nobody reads any more. */
  void end() {
    wakeAt.set(ENDED);
  }

  /**
   * Announces that the reader sleeps until so many lines wait. It then has to look at all that it
   * waits for once more before it parks.
   */
  void sleepUntil(int waiting) {
    wakeAt.compareAndSet(AWAKE, taken() + waiting);
  }

  /** Ends the sleep. */
  void awake() {
    long at = wakeAt.get();
    if (at > ENDED) {
      wakeAt.compareAndSet(at, AWAKE);
    }
  }

  /** Moves lines that are there to a block, until the next does not fit. */
  void drainTo(LineBlock block) {
    while (true) {
      Slab head = lines.relaxedPeek();
      if (head == null || !block.fits(head.total)) {
        return;
      }
      lines.relaxedPoll();
      block.begin(head.total, head.level, head.time);
      int rest = head.total;
      for (Slab slab = head; slab != null; slab = slab.next) {
        int part = Math.min(SLAB, rest);
        block.append(slab.bytes, part);
        rest -= part;
      }
      giveBack(head);
    }
  }
}
