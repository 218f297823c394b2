package io.obs4j.core.internal.http;

import io.obs4j.core.Clock;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The files of a {@link Spill}, and what waits in them. Guarded by it, save {@link #bytes}, which
 * any thread may ask for; throws nothing once it is open.
 */
final class SpillStock {

  /*
   * What waits is known by an index in memory, without the contents: what this process adds as it is
   * added, what an earlier one has left when something is first taken. A segment is deleted when all of
   * its requests are done; whatever else makes one go settles the records that waited in it. Only the
   * segment that is written to is open.
   *
   * A segment that cannot be read stays, and is read again later, while others are: a lack of file
   * descriptors or of memory passes. What can be read and is not as it was written, or is gone, is lost.
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

  private final TreeMap<Long, SpillSegment> segments = new TreeMap<>();
  private final SpillIndex waiting = new SpillIndex();
  private final AtomicLong bytes = new AtomicLong();
  private @Nullable SpillSegment writing;
  private boolean adopted;
  private boolean closed;

  private SpillStock(
      SpillDirectory directory, long limit, SendMeter meter, SpillReport report, Clock clock) {
    this.directory = directory;
    this.limit = limit;
    this.segmentSize = Math.min(LARGEST_SEGMENT, Math.max(LEAST_SEGMENT, limit / SEGMENTS));
    this.meter = meter;
    this.report = report;
    this.clock = clock;
  }

  /**
   * What an earlier process has left in a directory.
   *
   * @param directory closed with the stock, or if it cannot be used
   */
  static SpillStock open(
      SpillDirectory directory, long limit, SendMeter meter, SpillReport report, Clock clock)
      throws IOException {
    SpillStock stock = new SpillStock(directory, limit, meter, report, clock);
    boolean usable = false;
    try {
      stock.find();
      usable = true;
    } finally {
      if (!usable) {
        directory.close();
      }
    }
    return stock;
  }

  private void find() throws IOException {
    for (SpillSegment segment : directory.segments()) {
      segments.put(segment.number(), segment);
      bytes.addAndGet(segment.size());
    }
    makeRoom(0);
  }

  /** How much is on disk. */
  long bytes() {
    return bytes.get();
  }

  /**
   * How long until something can be read.
   *
   * @param any also what is not due
   * @return null if nothing waits
   */
  @Nullable Long waitNanos(long now, boolean any) {
    if (closed) {
      return null;
    }
    Long least = waiting.waitNanos(now, any);
    if (!adopted && waiting.size() < MOST_REQUESTS) {
      for (SpillSegment segment : segments.values()) {
        if (!segment.isKnown()) {
          long pause = segment.pauseNanos(now);
          least = least == null ? pause : Math.min(least, pause);
        }
      }
    }
    return least;
  }

  /** Keeps a request, in its place if it comes from here; false if it cannot be kept. */
  boolean keep(Parcel parcel) {
    return giveBack(parcel) || add(parcel);
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
    } catch (IOException | OutOfMemoryError e) {
      setAside(segment, now, e);
      return segment.isDeleted();
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

  /** What cannot be read now is read later, and what is gone is lost. */
  private void setAside(SpillSegment segment, long now, Throwable cause) {
    if (segment.isGone()) {
      lose(segment);
    } else {
      segment.postpone(now);
      report.notRead(cause);
    }
  }

  private void lose(SpillSegment segment) {
    loseBytes(segment.size());
    drop(segment, UNREADABLE);
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
   * @return null if there is none
   */
  @Nullable SpillEntry take(long now, boolean any, int failures) {
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
        done(next);
      } catch (IOException | OutOfMemoryError e) {
        setAside(segment, now, e);
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

  /** Lets all that waits be sent at once. */
  void hurry() {
    waiting.hurry();
  }

  /** A request that was taken has found its fate. */
  void done(SpillEntry entry) {
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

  /** Leaves all to the next process; idempotent. */
  void close() {
    if (closed) {
      return;
    }
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
