package io.obs4j.metrics;

import io.obs4j.core.ExponentialReading;
import java.util.Arrays;

/**
 * A dense run of exponential buckets, as wide as what was added needs. Not safe for use by several
 * threads at once.
 *
 * <p>It begins at a fine scale. When numbers spread over more buckets than the limit, neighbours
 * are merged until they fit, but never below scale 0: octaves stay apart, so that powers of two
 * remain bounds. Only {@link #settle} goes further, in a copy that is to be read.
 */
final class BucketWindow implements ExponentialReading.Buckets {

  private static final int SMALLEST = 8;

  private long[] counts = {};
  private int offset;

  /** How many bits coarser the indexes are than those of {@link ExponentialIndex}. */
  private int shift;

  private int first;
  private int size;

  /** Empties the window and gives it a scale, at least 0. */
  BucketWindow clear(int scale) {
    Arrays.fill(counts, 0);
    shift = ExponentialIndex.SCALE - scale;
    return this;
  }

  /** Adds one to the bucket of an index of {@link ExponentialIndex}. */
  void increment(int index, int limit) {
    int place = (index >> shift) - offset;
    long[] present = counts;
    if (place >= 0 && place < present.length) {
      present[place]++;
    } else {
      widen(index, limit);
      counts[(index >> shift) - offset]++;
    }
  }

  private void widen(int index, int limit) {
    int low = index >> shift;
    int high = low;
    trim();
    if (size > 0) {
      low = Math.min(low, offset());
      high = Math.max(high, last());
    }
    int merging = 0;
    while (shift + merging < ExponentialIndex.SCALE
        && (high >> merging) - (low >> merging) >= limit) {
      merging++;
    }
    coarsen(merging);
    int most = shift < ExponentialIndex.SCALE ? limit : ExponentialIndex.OCTAVES;
    reserve(low >> merging, high >> merging, most);
  }

  /** Makes this window a copy of another. */
  void copy(BucketWindow other) {
    int length = other.counts.length;
    if (counts.length < length) {
      counts = new long[length];
    }
    System.arraycopy(other.counts, 0, counts, 0, length);
    Arrays.fill(counts, length, counts.length, 0);
    offset = other.offset;
    shift = other.shift;
  }

  /** Adds what another window holds, which is made as coarse as this one, or this one as it. */
  void addAll(BucketWindow other) {
    other.trim();
    if (other.size == 0) {
      return;
    }
    other.coarsen(Math.max(0, shift - other.shift));
    coarsen(other.shift - shift);
    other.trim();
    trim();
    int low = other.offset();
    int high = other.last();
    if (size > 0) {
      low = Math.min(low, offset());
      high = Math.max(high, last());
    }
    reserve(low, high, ExponentialIndex.OCTAVES << ExponentialIndex.SCALE);
    for (int i = other.first; i < other.first + other.size; i++) {
      counts[other.offset + i - offset] += other.counts[i];
    }
  }

  /** How much all buckets hold. */
  long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** How many neighbours' merges it takes until the buckets fit the limit. */
  int excess(int limit) {
    trim();
    int merging = 0;
    while (size > 0 && (last() >> merging) - (offset() >> merging) >= limit) {
      merging++;
    }
    return merging;
  }

  /** Merges neighbours to reach a scale, which may be negative, and forgets empty buckets. */
  void settle(int scale) {
    coarsen(ExponentialIndex.SCALE - scale - shift);
    trim();
  }

  int scale() {
    return ExponentialIndex.SCALE - shift;
  }

  /** The exponent of the power of two below a bucket; the scale must not be negative. */
  int octave(int bucket) {
    return (offset() + bucket) >> (ExponentialIndex.SCALE - shift);
  }

  private void coarsen(int merging) {
    if (merging <= 0) {
      return;
    }
    int newOffset = offset >> merging;
    for (int i = 0; i < counts.length; i++) {
      long count = counts[i];
      counts[i] = 0;
      counts[((offset + i) >> merging) - newOffset] += count;
    }
    offset = newOffset;
    shift += merging;
  }

  /** Finds the run of buckets that are not empty. */
  private void trim() {
    int low = 0;
    int high = counts.length;
    while (low < high && counts[low] == 0) {
      low++;
    }
    while (high > low && counts[high - 1] == 0) {
      high--;
    }
    first = low;
    size = high - low;
  }

  /** Makes the window span two indexes, and more if it has to grow, up to a number of buckets. */
  private void reserve(int low, int high, int most) {
    if (low >= offset && high - offset < counts.length) {
      return;
    }
    trim();
    int needed = high - low + 1;
    int length = Math.max(SMALLEST, counts.length);
    if (needed > length) {
      length = Math.max(needed, Math.min(most, 2 * length));
    }
    int newOffset = low - (length - needed) / 2;
    long[] wider = new long[length];
    if (size > 0) {
      System.arraycopy(counts, first, wider, offset + first - newOffset, size);
    }
    counts = wider;
    offset = newOffset;
  }

  private int last() {
    return offset() + size - 1;
  }

  @Override
  public int offset() {
    return offset + first;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long count(int bucket) {
    return counts[first + bucket];
  }
}
