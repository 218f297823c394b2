package io.obs4j.core.internal.http;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.Outage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait on disk, bounded in bytes, and outlive the process. Where there is no room,
 * the oldest go. They come back in the order in which they went; one whose fate is not known when
 * the process ends comes back in the next. Safe for use by any thread; throws nothing.
 */
public final class Spill {

  /*
   * Guarded by the lock, also while the disk works: it is used where the destination is down, or by
   * threads that wait for it anyway. Only how many bytes there are is told without it. A disk may hang:
   * then whoever talks to it hangs, and all others go on without it after a while, or at once if one of
   * them has waited in vain; what they would have kept is dropped, what they have sent is not noted.
   *
   * What waits is known by an index in memory, without the contents: what this process adds as it is
   * added, what an earlier one has left when something is first taken. Who takes a request owns it, as
   * a parcel, until done(), keep() or the end of the process. A segment is deleted when all of its
   * requests are done; whatever else makes one go settles the records that waited in it. Only the
   * segment that is written to is open.
   *
   * A segment that cannot be read stays, and is read again later, while others are: a lack of file
   * descriptors passes. What can be read and is not as it was written, or is gone, is lost.
   *
   * Killing the process loses nothing that keep() has told to be kept, as the system has it. What the
   * system has not written when the machine itself fails is cut off or garbled; the checksums find it.
   */

  private static final String FULL = "spill_full";
  private static final String UNREADABLE = "spill_unreadable";
  private static final String ROOM = "room in ";
  private static final String GARBLED = "files of ";
  private static final String READING = "reading of ";
  private static final int SEGMENTS = 8;
  private static final long LARGEST_SEGMENT = 4 << 20;
  private static final long LEAST_SEGMENT = 4 << 10;

  /** How long a disk is waited for. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** When to ask again where somebody is at the disk. */
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Bounds the index, where requests are small. */
  private static final int MOST_REQUESTS = 1 << 16;

  private final SpillDirectory directory;
  private final String shown;
  private final long limit;
  private final long segmentSize;
  private final SendMeter meter;
  private final Diagnostics diagnostics;
  private final Clock clock;
  private final String fault;
  private final Outage writes = new Outage();
  private final Outage reads = new Outage();

  private final ReentrantLock lock = new ReentrantLock();

  /** Somebody has waited for the lock in vain. */
  private volatile boolean stuck;

  private final TreeMap<Long, SpillSegment> segments = new TreeMap<>();
  private final SpillIndex waiting = new SpillIndex();
  private final AtomicLong bytes = new AtomicLong();
  private @Nullable SpillSegment writing;
  private boolean adopted;
  private volatile boolean closed;

  private Spill(
      SpillDirectory directory,
      String shown,
      long limit,
      SendMeter meter,
      Diagnostics diagnostics,
      Clock clock,
      String fault) {
    this.directory = directory;
    this.shown = shown;
    this.limit = limit;
    this.segmentSize = Math.min(LARGEST_SEGMENT, Math.max(LEAST_SEGMENT, limit / SEGMENTS));
    this.meter = meter;
    this.diagnostics = diagnostics;
    this.clock = clock;
    this.fault = fault;
  }

  /**
   * Opens a directory with what an earlier process has left there.
   *
   * @param parent made if it is not there
   * @param name of the directory in it, which is for this user alone
   * @param limit how many bytes the files may take
   * @param meter counts what is dropped
   * @param diagnostics where faults are told
   * @param clock tells when the disk works again
   * @param fault their kind
   * @return null if it cannot be used, which is told
   */
  public static @Nullable Spill open(
      Path parent,
      String name,
      long limit,
      SendMeter meter,
      Diagnostics diagnostics,
      Clock clock,
      String fault) {
    String shown = parent.resolve(name).toString();
    try {
      SpillDirectory directory = SpillDirectory.open(parent, name);
      Spill spill = new Spill(directory, shown, limit, meter, diagnostics, clock, fault);
      spill.takeStock();
      return spill;
    } catch (IOException | RuntimeException e) {
      diagnostics.fault(
          fault,
          shown,
          "Nothing is kept in " + shown + ", as it cannot be used: " + reason(e) + ".");
      return null;
    }
  }

  private static String reason(Exception e) {
    String message = e instanceof IOException ? e.getMessage() : null;
    return e.getClass() == IOException.class && message != null ? message : e.toString();
  }

  /** Whether this thread has got the lock, for which it waits as long as is worth it. */
  private boolean isLocked() {
    boolean locked = lock.tryLock() || (!stuck && lockedWithin(PATIENCE_NANOS));
    stuck = !locked;
    return locked;
  }

  /** An interrupt does not end the wait: what is not kept is lost. */
  private boolean lockedWithin(long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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

  private void takeStock() throws IOException {
    boolean usable = false;
    try {
      for (SpillSegment segment : directory.segments()) {
        segments.put(segment.number(), segment);
        bytes.addAndGet(segment.size());
      }
      makeRoom(0);
      usable = true;
    } finally {
      if (!usable) {
        directory.close();
      }
    }
  }

  /**
   * Keeps a request, in its place if it comes from here, and tells whoever waits for it.
   *
   * @return false if it cannot be kept
   */
  boolean keep(Parcel parcel) {
    if (!isLocked()) {
      return false;
    }
    try {
      boolean kept = giveBack(parcel) || add(parcel);
      if (kept) {
        parcel.keep(); // Before close() returns, so that nobody takes for lost what is on disk.
      }
      return kept;
    } finally {
      lock.unlock();
    }
  }

  private boolean giveBack(Parcel parcel) {
    SpillEntry origin = parcel.origin();
    if (origin == null || origin.segment().isDeleted()) {
      return false;
    }
    if (!closed) {
      waiting.add(origin.bare(parcel.trials()));
    }
    return true;
  }

  private boolean add(Parcel parcel) {
    long size = SpillSegment.sizeOf(parcel.content(), parcel.format());
    if (closed || size > limit) {
      return false;
    }
    makeRoom(size);
    try {
      SpillSegment segment = segmentFor(size);
      waiting.add(
          segment.append(parcel.content(), parcel.records(), parcel.format(), parcel.trials()));
      bytes.addAndGet(size);
      tellWorks(writes, shown, "Requests are kept in " + shown + " again.");
      return true;
    } catch (IOException e) {
      writes.failed(clock.nanoTime());
      tell(shown, "A request cannot be kept in " + shown + ", and is dropped: " + reason(e) + ".");
      return false;
    }
  }

  private SpillSegment segmentFor(long size) throws IOException {
    SpillSegment current = writing;
    if (current != null && (current.size() == 0 || current.size() + size <= segmentSize)) {
      return current;
    }
    seal();
    SpillSegment next = directory.create();
    segments.put(next.number(), next);
    writing = next;
    return next;
  }

  /** Nothing more is appended to the last segment, which the disk gets at the latest now. */
  private void seal() throws IOException {
    SpillSegment current = writing;
    writing = null;
    if (current != null) {
      current.seal();
    }
  }

  private void makeRoom(long size) {
    while (bytes.get() > 0 && (bytes.get() + size > limit || waiting.size() >= MOST_REQUESTS)) {
      SpillSegment oldest = segments.firstEntry().getValue();
      if (!oldest.isKnown() && !adopt(oldest, clock.nanoTime())) {
        loseBytes(oldest.size());
      }
      if (!oldest.isDeleted()) {
        drop(oldest, FULL);
      }
    }
  }

  /** Finds out what waits in a segment of an earlier process; false if it cannot be read now. */
  private boolean adopt(SpillSegment segment, long now) {
    SpillSegment.Contents contents;
    try {
      contents = segment.read();
    } catch (IOException e) {
      return segment.isGone() ? lose(segment) : postpone(segment, now, e);
    }
    for (SpillEntry next = contents.next(); next != null; next = contents.next()) {
      waiting.add(next);
    }
    loseBytes(contents.unreadable());
    settle(contents.lost(), UNREADABLE);
    tellRead();
    deleteIfDone(segment);
    return true;
  }

  private boolean lose(SpillSegment segment) {
    loseBytes(segment.size());
    drop(segment, UNREADABLE);
    return true;
  }

  private boolean postpone(SpillSegment segment, long now, IOException cause) {
    segment.postpone(now);
    reads.failed(clock.nanoTime());
    tell(
        READING + shown,
        "What is kept in " + shown + " cannot be read, and waits there: " + reason(cause) + ".");
    return false;
  }

  private void tellRead() {
    tellWorks(reads, READING + shown, "What is kept in " + shown + " can be read again.");
  }

  /** Deletes a segment with all that waits in it. */
  private void drop(SpillSegment segment, String reason) {
    int records = waiting.removeAll(segment);
    delete(segment);
    settle(records, reason);
    if (records > 0 && reason.equals(FULL)) {
      tell(
          ROOM + shown,
          shown
              + " has no room: the oldest requests are dropped. Look at what keeps the destination"
              + " away, or allow more bytes.");
    }
  }

  private void settle(int records, String reason) {
    if (records > 0) {
      meter.begun(records);
      meter.settled(records, reason);
    }
  }

  private void loseBytes(long count) {
    if (count > 0) {
      meter.unreadable(count);
      tell(
          GARBLED + shown,
          count
              + " bytes of what was kept in "
              + shown
              + " are garbled or cut off, and passed over. A machine that failed leaves such.");
    }
  }

  private void delete(SpillSegment segment) {
    segments.remove(segment.number());
    if (segment == writing) {
      writing = null;
    }
    bytes.addAndGet(-segment.size());
    try {
      segment.delete();
    } catch (IOException e) {
      tell(shown, "A file of " + shown + " cannot be deleted: " + reason(e) + ".");
    }
    if (bytes.get() == 0) {
      diagnostics.recovered(fault, ROOM + shown, shown + " is empty again.");
    }
  }

  private void deleteIfDone(SpillSegment segment) {
    if (segment.live == 0 && !segment.isDeleted()) {
      delete(segment);
    }
  }

  /**
   * The one that has failed least, of these the oldest.
   *
   * @param any also one whose time has not come
   * @return null if there is none
   */
  @Nullable SpillEntry take(long now, boolean any) {
    if (!isLocked()) {
      return null;
    }
    try {
      return taken(now, any);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable SpillEntry taken(long now, boolean any) {
    for (SpillEntry next = next(now, any); next != null; next = next(now, any)) {
      SpillSegment segment = next.segment();
      try {
        SpillEntry whole = segment.load(next);
        waiting.remove(next);
        if (whole != null) {
          tellRead();
          return whole;
        }
        loseBytes(next.length());
        settle(next.records(), UNREADABLE);
        forget(next);
      } catch (IOException e) {
        if (segment.isGone()) {
          lose(segment);
        } else {
          postpone(segment, now, e);
        }
      }
    }
    return null;
  }

  private @Nullable SpillEntry next(long now, boolean any) {
    if (closed) {
      return null;
    }
    adoptAll(now);
    return waiting.next(now, any);
  }

  private void adoptAll(long now) {
    if (adopted) {
      return;
    }
    boolean all = true;
    for (SpillSegment segment : List.copyOf(segments.values())) {
      if (!segment.isKnown()) {
        all &=
            waiting.size() < MOST_REQUESTS && segment.pauseNanos(now) <= 0 && adopt(segment, now);
      }
    }
    adopted = all;
  }

  /** How often what {@link #take} would give has failed; the highest number if that is nothing. */
  int leastFailures(long now, boolean any) {
    if (!isLocked()) {
      return Integer.MAX_VALUE;
    }
    try {
      SpillEntry next = next(now, any);
      return next == null ? Integer.MAX_VALUE : next.trials().failures();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How long until {@link #take} may have something to give, or it is to be asked again; null if
   * nothing waits. Does not wait for the disk.
   */
  @Nullable Long waitNanos(long now) {
    if (!lock.tryLock()) {
      return BUSY_NANOS;
    }
    try {
      Long least = closed ? null : waiting.waitNanos(now);
      Long unread = closed ? null : unreadNanos(now);
      if (least == null || unread == null) {
        return least == null ? unread : least;
      }
      return Math.min(least, unread);
    } finally {
      lock.unlock();
    }
  }

  /** How long until {@link #take} of any may have something to give, as long as that is known. */
  long unreadableNanos(long now) {
    if (!lock.tryLock()) {
      return BUSY_NANOS;
    }
    try {
      Long unread = waiting.size() > 0 ? null : unreadNanos(now);
      return unread == null ? 0 : unread;
    } finally {
      lock.unlock();
    }
  }

  /** How long until a segment is read of which nothing is known; null if there is none. */
  private @Nullable Long unreadNanos(long now) {
    Long least = null;
    if (!adopted) {
      for (SpillSegment segment : segments.values()) {
        if (!segment.isKnown()) {
          long pause = segment.pauseNanos(now);
          least = least == null ? pause : Math.min(least, pause);
        }
      }
    }
    return least;
  }

  /** A request that was taken has found its fate. */
  void done(SpillEntry entry) {
    if (isLocked()) {
      try {
        forget(entry);
      } finally {
        lock.unlock();
      }
    }
  }

  private void forget(SpillEntry entry) {
    SpillSegment segment = entry.segment();
    if (closed || segment.isDeleted()) {
      return;
    }
    segment.live--;
    try {
      segment.done(entry.offset());
    } catch (IOException e) {
      tell(shown, "What was kept in " + shown + " may be sent again: " + reason(e) + ".");
    }
    deleteIfDone(segment);
  }

  /**
   * How much is on disk.
   *
   * @return the bytes of all files
   */
  public long bytes() {
    return bytes.get();
  }

  /** Leaves what is there to the next process. */
  void close() {
    boolean locked = isLocked();
    boolean again = closed;
    closed = true;
    if (!locked) {
      tellNotWhole("the disk does not answer");
      return;
    }
    try {
      if (!again) {
        finish();
      }
    } catch (IOException e) {
      tellNotWhole(reason(e));
    } finally {
      lock.unlock();
    }
  }

  private void finish() throws IOException {
    try {
      seal();
    } finally {
      directory.close();
    }
  }

  private void tellNotWhole(String reason) {
    tell(shown, "What is kept in " + shown + " may not be whole: " + reason + ".");
  }

  private void tellWorks(Outage outage, String subject, String message) {
    outage.worked();
    if (outage.hasEnded(clock.nanoTime())) {
      diagnostics.recovered(fault, subject, message);
    }
  }

  private void tell(String subject, String message) {
    diagnostics.fault(fault, subject, message);
  }
}
