package io.obs4j.core.internal.http;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait on disk, bounded in bytes, and outlive the process. Where there is no room,
 * the oldest go. They come back in the order in which they went; one whose fate is not known when
 * the process ends comes back in the next. Safe for use by any thread; throws nothing.
 */
public final class Spill {

  /*
   * The stock is guarded by the turn at the disk, which a thread has also while the disk works. A disk
   * that hangs keeps that thread alone: the others find no turn, and neither keep nor take anything. How
   * many bytes there are and when something is due is told without a turn, as alarms ask for it, which
   * must not wait for a disk; whoever ends a turn publishes it. What is done while the disk hangs, and
   * that it is closed, is noted by whoever has the next turn, or has it now.
   *
   * Who takes a request owns it, as a parcel, until done(), keep() or the end of the process.
   *
   * Killing the process loses nothing that keep() has told to be kept, as the system has it. What the
   * system has not written when the machine itself fails is cut off or garbled; the checksums find it.
   */

  private final SpillStock stock;
  private final SpillReport report;
  private final Clock clock;
  private final DiskTurn turn = new DiskTurn();

  /** Those whose fate is known and not noted yet. */
  private final Queue<SpillEntry> finished = new ConcurrentLinkedQueue<>();

  private volatile boolean closing;

  /** When something is due, by the clock; null if nothing waits. Written by who has the turn. */
  private volatile @Nullable Long due;

  /** When something can be read, whether it is due or not. */
  private volatile @Nullable Long readable;

  private Spill(SpillStock stock, SpillReport report, Clock clock) {
    this.stock = stock;
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
      SpillDirectory directory = SpillDirectory.open(parent, name);
      SpillStock stock = SpillStock.open(directory, limit, meter, report, clock);
      Spill spill = new Spill(stock, report, clock);
      spill.publish();
      return spill;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
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
      stock.done(next);
    }
    return true;
  }

  private void end() {
    try {
      if (closing) {
        stock.close();
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
    Long nanos = stock.waitNanos(now, any);
    return nanos == null ? null : Long.valueOf(now + nanos);
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
      boolean kept = stock.keep(parcel);
      if (kept) {
        parcel.keep(); // Before close() returns, so that nobody takes for lost what is on disk.
      }
      return kept;
    } finally {
      end();
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
      return stock.take(now, any, failures);
    } finally {
      end();
    }
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
        stock.hurry();
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

  /**
   * How much is on disk.
   *
   * @return the bytes of all files
   */
  public long bytes() {
    return stock.bytes();
  }

  /** Leaves what is there to the next process, as soon as a disk that hangs lets go of it. */
  void close() {
    closing = true;
    if (begin()) {
      end();
    }
  }
}
