package io.obs4j.export.prometheus;

import io.obs4j.core.Series;
import io.obs4j.core.internal.ByteSink;
import java.util.Arrays;

/**
 * The encoded labels of all series of one family, end to end in one array, with eight bytes per
 * series beside them. Owned by one encoder; not safe for use by several threads at once.
 */
final class LabelArena {
  /*
   *   slots   [ offset + 1 | generation ] per Series.index(); an offset of zero means none yet
   *   bytes   [ length, 7 bits a byte, lowest first | labels ] one after another
   *
   * What a removed series leaves behind is dead until it outgrows what is alive; then everything is
   * forgotten and encoded anew as the next walk meets it. So it is when few are met of those that are
   * kept. How high their indices are does not matter, for that would be so after every walk.
   */

  private static final int SMALLEST_LOSS = 4_096;
  private static final int FEWEST_ENTRIES = 2_048;

  private int[] slots = {};
  private byte[] bytes = {};
  private int end;
  private int entries;
  private int dead;
  private int start;
  private int length;

  /**
   * Looks for the labels of a series, for {@link #writeTo}.
   *
   * @return false if they are to be {@link #put} first
   */
  boolean locate(Series series) {
    int slot = 2 * series.index();
    if (slot >= slots.length || slots[slot] == 0 || slots[slot + 1] != series.generation()) {
      return false;
    }
    read(slots[slot] - 1);
    return true;
  }

  /** Locates the labels at an index again, of which the walk has met the series. */
  void locate(int index) {
    read(slots[2 * index] - 1);
  }

  /** Keeps the labels of a series, and locates them. */
  void put(Series series, ByteSink labels) {
    int slot = 2 * series.index();
    if (slot >= slots.length) {
      slots = Arrays.copyOf(slots, Math.max(slot + 2, (slots.length + slots.length / 4) & ~1));
    }
    if (slots[slot] == 0) {
      entries++;
    } else {
      read(slots[slot] - 1);
      dead += length;
    }
    slots[slot] = end + 1;
    slots[slot + 1] = series.generation();
    append(labels);
    read(slots[slot] - 1);
  }

  /** How many bytes the located labels have. */
  int length() {
    return length;
  }

  /** Copies the located labels. */
  void writeTo(ByteSink sink) {
    sink.writeBytes(bytes, start, length);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the located labels begin in {@link #bytes()}. */
  int start() {
    return start;
  }

  /**
   * Called when a walk has passed the family.
   *
   * @param series how many of the family it met
   */
  void walked(int series) {
    boolean deserted = entries > FEWEST_ENTRIES && series < entries / 4;
    if (deserted || (dead > SMALLEST_LOSS && dead > end / 2)) {
      slots = new int[] {};
      bytes = new byte[] {};
      end = 0;
      entries = 0;
      dead = 0;
    }
  }

  private void append(ByteSink labels) {
    int size = labels.size();
    int needed = Math.addExact(end, size + 5);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.addExact(bytes.length, bytes.length / 8)));
    }
    int rest = size;
    for (; rest >= 0x80; rest >>>= 7) {
      bytes[end++] = (byte) (rest | 0x80);
    }
    bytes[end++] = (byte) rest;
    labels.copyTo(bytes, end);
    end += size;
  }

  private void read(int offset) {
    int at = offset;
    int b = bytes[at++];
    int size = b & 0x7F;
    for (int shift = 7; b < 0; shift += 7) {
      b = bytes[at++];
      size |= (b & 0x7F) << shift;
    }
    start = at;
    length = size;
  }
}
