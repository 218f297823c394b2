package io.obs4j.export.prometheus;

import io.obs4j.core.Series;
import java.util.Arrays;

/**
 * The series of the family that a walk is at, so that none is shown whose labels are those of an
 * earlier one: Prometheus would refuse the whole page. Owned by one encoder; not safe for use by
 * several threads at once.
 */
final class ShownSeries {
  /*
   * Only families whose labels are ambiguous are looked at closely. A family may turn out to be one
   * in the middle of a walk: so the indices are kept of what was shown before.
   *
   *   table   [ start | length ] of labels in the arena of the family, by their hash; at most half full
   */

  private final Collisions collisions;
  private int[] indices = new int[64];
  private long[] table = new long[64];
  private int kept;
  private int met;

  ShownSeries(Collisions collisions) {
    this.collisions = collisions;
  }

  /** Whether a series is to be shown, whose labels are located; they still are afterwards. */
  boolean add(FamilyPage page, Series series) {
    met++;
    if (!page.isAmbiguous()) {
      if (met > indices.length) {
        indices = Arrays.copyOf(indices, 2 * met);
      }
      indices[met - 1] = series.index();
      return true;
    }
    LabelArena labels = page.labels();
    if (kept == 0 && met > 1) {
      for (int i = 0; i < met - 1; i++) {
        labels.locate(indices[i]);
        keep(labels);
      }
      labels.locate(series.index());
    }
    boolean isNew = keep(labels);
    if (!isNew) {
      collisions.seriesLeftOut(page.family(), page.name().sample());
    }
    return isNew;
  }

  /** Ends the series of a family. */
  void leave(FamilyPage page) {
    page.labels().walked(met);
    begin();
  }

  /** Begins anew, also after a walk that failed. */
  void begin() {
    met = 0;
    if (kept > 0) {
      Arrays.fill(table, 0);
      kept = 0;
    }
  }

  private boolean keep(LabelArena labels) {
    int slot = slot(labels);
    if (table[slot] != 0) {
      return false;
    }
    table[slot] = entry(labels);
    kept++;
    if (2 * kept > table.length) {
      grow(labels.bytes());
    }
    return true;
  }

  private void grow(byte[] bytes) {
    long[] entries = table;
    table = new long[2 * entries.length];
    for (long entry : entries) {
      if (entry != 0) {
        int slot = hash(bytes, entry) & (table.length - 1);
        while (table[slot] != 0) {
          slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = entry;
      }
    }
  }

  /** Where the located labels are, or where they belong. */
  private int slot(LabelArena labels) {
    byte[] bytes = labels.bytes();
    long entry = entry(labels);
    int slot = hash(bytes, entry) & (table.length - 1);
    while (table[slot] != 0 && !isEqual(bytes, table[slot], entry)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  /** Never zero: what is located begins behind its length. */
  private static long entry(LabelArena labels) {
    return ((long) labels.start() << 32) | labels.length();
  }

  private static boolean isEqual(byte[] bytes, long one, long other) {
    return Arrays.equals(bytes, start(one), end(one), bytes, start(other), end(other));
  }

  private static int hash(byte[] bytes, long entry) {
    int hash = 1;
    for (int i = start(entry); i < end(entry); i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ (hash >>> 16);
  }

  private static int start(long entry) {
    return (int) (entry >>> 32);
  }

  private static int end(long entry) {
    return start(entry) + (int) entry;
  }
}
