package io.obs4j.core.internal.http;

import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The requests on disk that wait, without their contents. Guarded by its {@link Spill}. */
final class SpillIndex {

  private final TreeSet<SpillEntry> waiting = new TreeSet<>();

  void add(SpillEntry entry) {
    waiting.add(entry);
  }

  void remove(SpillEntry entry) {
    waiting.remove(entry);
  }

  int size() {
    return waiting.size();
  }

  /**
   * The one that has failed least, of these the oldest.
   *
   * @param any also one whose time has not come
   * @return null if there is none that can be read now
   */
  @Nullable SpillEntry next(long now, boolean any) {
    SpillEntry best = null;
    for (SpillEntry entry : waiting) {
      int failures = entry.trials().failures();
      if ((best == null || failures < best.trials().failures()) && entry.waitNanos(now, any) <= 0) {
        best = entry;
        if (failures == 0) {
          break;
        }
      }
    }
    return best;
  }

  /** Lets all be sent at once. */
  void hurry() {
    List<SpillEntry> all = List.copyOf(waiting);
    waiting.clear();
    for (SpillEntry entry : all) {
      waiting.add(entry.bare(entry.trials().hurried()));
    }
  }

  /**
   * How long until the time of the first has come.
   *
   * @param any whether it is enough that it can be read
   * @return null if none waits
   */
  @Nullable Long waitNanos(long now, boolean any) {
    if (waiting.isEmpty()) {
      return null;
    }
    long least = Long.MAX_VALUE;
    for (Iterator<SpillEntry> each = waiting.iterator(); each.hasNext() && least > 0; ) {
      least = Math.min(least, each.next().waitNanos(now, any));
    }
    return Math.max(0, least);
  }

  /** Forgets those of a segment, and tells how many records they carry. */
  int removeAll(SpillSegment segment) {
    int records = 0;
    for (Iterator<SpillEntry> each = waiting.iterator(); each.hasNext(); ) {
      SpillEntry entry = each.next();
      if (entry.segment() == segment) {
        records += entry.records();
        each.remove();
      }
    }
    return records;
  }
}
