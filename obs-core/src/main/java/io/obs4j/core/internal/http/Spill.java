package io.obs4j.core.internal.http;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.Outage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait on disk, bounded in bytes, and outlive the process. Where there is no room,
 * the oldest go. They come back in the order in which they went; one whose fate is not known when
 * the process ends comes back in the next. Safe for use by any thread; throws nothing.
 */
public final class Spill {

  /*
   * Guarded by its own lock, also while the disk works: it is used where the destination is down, or
   * by threads that wait for it anyway. Each request is in one of these, oldest first: segments that
   * are read to their end and of which requests are on their way; the one that is being read, whose
   * rest is in memory; segments that are not read yet, of which the last is written to. A segment is
   * deleted when all of its requests are done. Who takes a request owns it, as a parcel, until done(),
   * giveBack() or the end of the process.
   *
   * Killing the process loses nothing that add() has told to be kept, as the system has it. What the
   * system has not written when the machine itself fails is cut off or garbled; the checksums find it.
   */

  private static final String FULL = "spill_full";
  private static final String ROOM = "room in ";
  private static final String GARBLED = "files of ";
  private static final int SEGMENTS = 8;
  private static final long LARGEST_SEGMENT = 4 << 20;
  private static final long LEAST_SEGMENT = 4 << 10;

  private final SpillDirectory directory;
  private final String shown;
  private final long limit;
  private final long segmentSize;
  private final SendMeter meter;
  private final Diagnostics diagnostics;
  private final Clock clock;
  private final String fault;
  private final Outage writes = new Outage();

  private final TreeMap<Long, SpillSegment> onTheirWay = new TreeMap<>();
  private final TreeSet<SpillEntry> returned = new TreeSet<>();
  private final ArrayDeque<SpillSegment> unread = new ArrayDeque<>();
  private @Nullable SpillSegment reading;
  private SpillSegment.@Nullable Contents rest;
  private @Nullable SpillSegment writing;
  private long bytes;
  private boolean closed;

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
      spill.adopt();
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

  private synchronized void adopt() throws IOException {
    for (SpillSegment segment : directory.segments()) {
      unread.add(segment);
      bytes += segment.size();
    }
    makeRoom(0);
  }

  /**
   * Keeps a request.
   *
   * @return false if it cannot be kept
   */
  synchronized boolean add(byte[] content, int records, BodyFormat format) {
    long size = SpillSegment.sizeOf(content, format);
    if (closed || size > limit) {
      return false;
    }
    try {
      makeRoom(size);
      SpillSegment segment = segmentFor(size);
      segment.append(content, records, format);
      bytes += size;
      tellWritten();
      return true;
    } catch (IOException e) {
      writes.failed(clock.nanoTime());
      tell(shown, "A request cannot be kept in " + shown + ", and is dropped: " + reason(e) + ".");
      return false;
    }
  }

  private void tellWritten() {
    writes.worked();
    if (writes.hasEnded(clock.nanoTime())) {
      diagnostics.recovered(fault, shown, "Requests are kept in " + shown + " again.");
    }
  }

  private SpillSegment segmentFor(long size) throws IOException {
    SpillSegment current = writing;
    if (current != null && (current.size() == 0 || current.size() + size <= segmentSize)) {
      return current;
    }
    seal();
    SpillSegment next = directory.create();
    unread.add(next);
    writing = next;
    return next;
  }

  /** Nothing more is appended to the last segment, which the disk gets at the latest now. */
  private void seal() throws IOException {
    SpillSegment current = writing;
    writing = null;
    if (current != null) {
      current.force();
    }
  }

  private void makeRoom(long size) throws IOException {
    while (bytes > 0 && bytes + size > limit) {
      dropOldest();
    }
  }

  private void dropOldest() throws IOException {
    if (!onTheirWay.isEmpty()) {
      SpillSegment oldest = onTheirWay.firstEntry().getValue();
      int records = forgetReturned(oldest);
      delete(oldest);
      tellDropped(records);
      return;
    }
    SpillSegment oldest = reading;
    SpillSegment.Contents contents = rest;
    if (oldest == null || contents == null) {
      oldest = unread.removeFirst();
      contents = oldest.size() > limit ? null : contents(oldest);
    }
    reading = null;
    rest = null;
    int records = forgetReturned(oldest);
    if (contents != null) {
      for (SpillEntry next = contents.next(); next != null; next = contents.next()) {
        records += next.records();
      }
    }
    delete(oldest);
    tellDropped(records);
  }

  private int forgetReturned(SpillSegment segment) {
    int records = 0;
    for (Iterator<SpillEntry> each = returned.iterator(); each.hasNext(); ) {
      SpillEntry entry = each.next();
      if (entry.segment() == segment) {
        records += entry.records();
        each.remove();
      }
    }
    return records;
  }

  private void tellDropped(int records) {
    if (records == 0) {
      return;
    }
    meter.begun(records);
    meter.settled(records, FULL);
    tell(
        ROOM + shown,
        shown
            + " has no room: the oldest requests are dropped. Look at what keeps the destination"
            + " away, or allow more bytes.");
  }

  /** What is in a segment; null if it cannot be read. */
  private SpillSegment.@Nullable Contents contents(SpillSegment segment) {
    try {
      if (segment == writing) {
        writing = null;
      }
      return segment.read();
    } catch (IOException e) {
      tell(shown, "Requests that were kept in " + shown + " cannot be read: " + reason(e) + ".");
      return null;
    }
  }

  private void delete(SpillSegment segment) {
    onTheirWay.remove(segment.number());
    if (segment == writing) {
      writing = null;
    }
    bytes -= segment.size();
    try {
      segment.delete();
    } catch (IOException e) {
      tell(shown, "A file of " + shown + " cannot be deleted: " + reason(e) + ".");
    }
    if (bytes == 0) {
      diagnostics.recovered(fault, ROOM + shown, shown + " is empty again.");
    }
  }

  /** The oldest one that waits; null if none does. */
  synchronized @Nullable SpillEntry take() {
    SpillEntry again = closed ? null : retake();
    if (again != null) {
      return again;
    }
    while (!closed) {
      SpillSegment from = reading;
      SpillSegment.Contents contents = rest;
      if (from == null || contents == null) {
        SpillSegment next = unread.pollFirst();
        if (next == null) {
          return null;
        }
        reading = next;
        rest = contents(next);
        if (rest == null) {
          reading = null;
          delete(next);
        }
        continue;
      }
      SpillEntry entry = contents.next();
      if (entry != null) {
        from.outstanding++;
        return entry;
      }
      reading = null;
      rest = null;
      tellUnreadable(contents.unreadable());
      onTheirWay.put(from.number(), from);
      deleteIfDone(from);
    }
    return null;
  }

  private @Nullable SpillEntry retake() {
    SpillEntry bare = returned.pollFirst();
    if (bare == null) {
      return null;
    }
    try {
      return bare.segment().reload(bare);
    } catch (IOException e) {
      tell(shown, "A request that was kept in " + shown + " cannot be read: " + reason(e) + ".");
      done(bare);
      return null;
    }
  }

  /**
   * A request that was taken goes back to its place.
   *
   * @return false if it is not there any more
   */
  synchronized boolean giveBack(SpillEntry entry, int attempts) {
    if (closed || entry.segment().isDeleted()) {
      return false;
    }
    returned.add(entry.bare(attempts));
    return true;
  }

  private void tellUnreadable(int count) {
    if (count > 0) {
      tell(
          GARBLED + shown,
          count
              + " bytes of what was kept in "
              + shown
              + " are garbled or cut off, and passed over. A machine that failed leaves such.");
    }
  }

  private void deleteIfDone(SpillSegment segment) {
    if (segment.outstanding == 0 && onTheirWay.containsKey(segment.number())) {
      delete(segment);
    }
  }

  /** A request that was taken has found its fate. */
  synchronized void done(SpillEntry entry) {
    SpillSegment segment = entry.segment();
    if (closed || segment.isDeleted()) {
      return;
    }
    segment.outstanding--;
    try {
      segment.done(entry.offset());
    } catch (IOException e) {
      tell(shown, "What was kept in " + shown + " may be sent again: " + reason(e) + ".");
    }
    deleteIfDone(segment);
  }

  /** Whether {@link #take} may have something to give. */
  synchronized boolean hasMore() {
    return !closed && (reading != null || !unread.isEmpty() || !returned.isEmpty());
  }

  /**
   * How much is on disk.
   *
   * @return the bytes of all files
   */
  public synchronized long bytes() {
    return bytes;
  }

  /** Leaves what is there to the next process. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      seal();
      for (SpillSegment segment : onTheirWay.values()) {
        segment.close();
      }
      for (SpillSegment segment : unread) {
        segment.close();
      }
      if (reading != null) {
        reading.close();
      }
      directory.close();
    } catch (IOException e) {
      tell(shown, "What is kept in " + shown + " may not be whole: " + reason(e) + ".");
    }
  }

  private void tell(String subject, String message) {
    diagnostics.fault(fault, subject, message);
  }
}
