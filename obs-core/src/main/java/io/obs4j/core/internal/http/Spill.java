package io.obs4j.core.internal.http;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait on disk, bounded in bytes, and outlive the process. Where there is no room,
 * the oldest go. They come back in the order in which they went; one whose fate is not known when
 * the process ends comes back in the next. Safe for use by any thread; throws nothing.
 */
public final class Spill {

  /*
   * Guarded by the turn at the disk, which a thread has also while the disk works. A disk that hangs
   * keeps that thread alone: the others find no turn, and neither keep nor take anything. How many bytes
   * there are and when something is due is told without a turn, as alarms ask for it, which must not
   * wait for a disk; whoever ends a turn publishes it. What is done while the disk hangs, and that it is
   * closed, is noted by whoever has the next turn, or has it now.
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
  private static final int SEGMENTS = 8;
  private static final long LARGEST_SEGMENT = 4 << 20;
  private static final long LEAST_SEGMENT = 4 << 10;

  /** Bounds the index, where requests are small. */
  private static final int MOST_REQUESTS = 1 << 16;

  private final SpillDirectory directory;
  private final long limit;
  private final long segmentSize;
  private final SendMeter meter;
  private final SpillReport report;
  private final Clock clock;
  private final DiskTurn turn = new DiskTurn();

  private final TreeMap<Long, SpillSegment> segments = new TreeMap<>();
  private final SpillIndex waiting = new SpillIndex();
  private final AtomicLong bytes = new AtomicLong();
  private @Nullable SpillSegment writing;
  private boolean adopted;
  private boolean closed;

  /** Those whose fate is known and not noted yet. */
  private final Queue<SpillEntry> finished = new ConcurrentLinkedQueue<>();

  private volatile boolean closing;

  /** When something is due, by the clock; null if nothing waits. Written by who has the turn. */
  private volatile @Nullable Long due;

  /** When something can be read, whether it is due or not. */
  private volatile @Nullable Long readable;

  private Spill(
      SpillDirectory directory, long limit, SendMeter meter, SpillReport report, Clock clock) {
    this.directory = directory;
    this.limit = limit;
    this.segmentSize = Math.min(LARGEST_SEGMENT, Math.max(LEAST_SEGMENT, limit / SEGMENTS));
    this.meter = meter;
    this.report = report;
    this.clock = clock;
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
    SpillReport report = new SpillReport(diagnostics, clock, fault, shown);
    try {
      Spill spill = new Spill(SpillDirectory.open(parent, name), limit, meter, report, clock);
      spill.takeStock();
      return spill;
    } catch (IOException | RuntimeException e) {
      report.unusable(e);
      return null;
    }
  }

  /** Whether this thread has a turn, which {@link #end} ends. */
  private boolean begin() {
    if (!turn.begin()) {
      return false;
    }
    for (SpillEntry next = finished.poll(); next != null; next = finished.poll()) {
      note(next);
    }
    return true;
  }

  private void end() {
    try {
      if (closing && !closed) {
        leave();
      }
      publish();
    } finally {
      turn.end();
    }
  }

  private void publish() {
    long now = clock.nanoTime();
    due = moment(now, false);
    readable = moment(now, true);
  }

  private @Nullable Long moment(long now, boolean any) {
    if (closed) {
      return null;
    }
    Long least = waiting.waitNanos(now, any);
    if (!adopted) {
      for (SpillSegment segment : segments.values()) {
        if (!segment.isKnown()) {
          long pause = segment.pauseNanos(now);
          least = least == null ? pause : Math.min(least, pause);
        }
      }
    }
    return least == null ? null : Long.valueOf(now + least);
  }

  private void takeStock() throws IOException {
    boolean usable = false;
    turn.begin();
    try {
      for (SpillSegment segment : directory.segments()) {
        segments.put(segment.number(), segment);
        bytes.addAndGet(segment.size());
      }
      makeRoom(0);
      usable = true;
    } finally {
      end();
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
    if (!begin()) {
      report.notKeptInTime();
      return false;
    }
    try {
      boolean kept = giveBack(parcel) || add(parcel);
      if (kept) {
        parcel.keep(); // Before close() returns, so that nobody takes for lost what is on disk.
      }
      return kept;
    } finally {
      end();
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
      report.kept();
      return true;
    } catch (IOException e) {
      report.notKept(e);
      return false;
    }
  }

  private SpillSegment segmentFor(long size) throws IOException {
    SpillSegment current = writing;
    if (current != null && current.isGone()) {
      lose(current); // Open or not, nobody finds what is written to it.
    } else if (current != null && (current.size() == 0 || current.size() + size <= segmentSize)) {
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
    report.read();
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
    report.notRead(cause);
    return false;
  }

  /** Deletes a segment with all that waits in it. */
  private void drop(SpillSegment segment, String reason) {
    int records = waiting.removeAll(segment);
    delete(segment);
    settle(records, reason);
    if (records > 0 && reason.equals(FULL)) {
      report.full();
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
      report.garbled(count);
    } else {
      report.whole();
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
      report.notDeleted(e);
    }
    if (bytes.get() == 0) {
      report.empty();
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
   * @param failures it must have failed less often
   * @return null if there is none, or the disk hangs
   */
  @Nullable SpillEntry take(long now, boolean any, int failures) {
    if (!begin()) {
      report.notReadInTime();
      return null;
    }
    try {
      return load(now, any, failures);
    } finally {
      end();
    }
  }

  private @Nullable SpillEntry load(long now, boolean any, int failures) {
    for (SpillEntry next = next(now, any);
        next != null && next.trials().failures() < failures;
        next = next(now, any)) {
      SpillSegment segment = next.segment();
      try {
        SpillEntry whole = segment.load(next);
        waiting.remove(next);
        if (whole != null) {
          report.read();
          report.whole();
          return whole;
        }
        loseBytes(next.length());
        settle(next.records(), UNREADABLE);
        note(next);
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

  /**
   * How long until {@link #take} may have something to give; waits for no disk.
   *
   * @param any also one whose time has not come
   * @return null if nothing waits, or the disk hangs: whoever it keeps looks again
   */
  @Nullable Long waitNanos(long now, boolean any) {
    Long moment = any ? readable : due;
    return moment == null || turn.isHanging() ? null : Long.valueOf(Math.max(0, moment - now));
  }

  /** Lets all that waits be sent at once. */
  void hurry() {
    if (begin()) {
      try {
        waiting.hurry();
      } finally {
        end();
      }
    }
  }

  /** A request that was taken has found its fate. */
  void done(SpillEntry entry) {
    finished.add(entry);
    if (begin()) {
      end();
    }
  }

  private void note(SpillEntry entry) {
    SpillSegment segment = entry.segment();
    if (closed || segment.isDeleted()) {
      return;
    }
    segment.live--;
    try {
      segment.done(entry.offset());
    } catch (IOException e) {
      report.notNoted(e);
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

  /** Leaves what is there to the next process, as soon as a disk that hangs lets go of it. */
  void close() {
    closing = true;
    if (begin()) {
      end();
    }
  }

  private void leave() {
    closed = true;
    try {
      try {
        seal();
      } finally {
        directory.close();
      }
    } catch (IOException e) {
      report.notSealed(e);
    }
  }
}
