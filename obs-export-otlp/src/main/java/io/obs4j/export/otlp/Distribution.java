package io.obs4j.export.otlp;

import io.obs4j.core.Exemplar;
import io.obs4j.core.ExponentialReading;
import io.obs4j.core.HistogramReading;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A distribution that is kept, or the difference of two: exponential buckets where there are such,
 * explicit ones otherwise. Used by one thread at a time.
 */
final class Distribution implements HistogramReading, ExponentialReading {

  private static final double[] NO_BOUNDS = {};

  private final Run positive = new Run();
  private final Run negative = new Run();
  private int boundCount;
  private double[] bounds = NO_BOUNDS;
  private long[] explicit = {};
  private boolean exponential;
  private int scale;
  private double zeroThreshold;
  private long zeros;
  private long count;
  private double sum;
  private double min = Double.NaN;
  private double max = Double.NaN;
  private @Nullable HistogramReading recent;

  /** Holds nothing any more; subtracted, it changes nothing. */
  void clear() {
    positive.size = 0;
    negative.size = 0;
    Arrays.fill(explicit, 0);
    exponential = false;
    zeros = 0;
    count = 0;
    sum = 0;
  }

  /** Makes this a copy of a reading, but for its exemplars. */
  void copy(HistogramReading reading) {
    count = reading.count();
    sum = reading.sum();
    min = reading.min();
    max = reading.max();
    // Also of exponential buckets: the exemplars are those of explicit ones.
    boundCount = reading.boundCount();
    ExponentialReading buckets = reading.exponential();
    exponential = buckets != null;
    if (buckets != null) {
      scale = buckets.scale();
      zeroThreshold = buckets.zeroThreshold();
      zeros = buckets.zeroCount();
      positive.copy(buckets.positive());
      negative.copy(buckets.negative());
      return;
    }
    if (explicit.length != boundCount + 1) {
      bounds = new double[boundCount];
      explicit = new long[boundCount + 1]; // the last, in case there is no memory for it
    }
    for (int i = 0; i < boundCount; i++) {
      bounds[i] = reading.bound(i);
    }
    for (int i = 0; i <= boundCount; i++) {
      explicit[i] = reading.bucketCount(i);
    }
  }

  /**
   * Makes this what a reading holds more than an earlier one; the coarser of two scales is kept.
   * All of it, if it does not hold what the earlier one did: it began anew. The exemplars are those
   * of the reading.
   */
  void difference(HistogramReading reading, Distribution earlier) {
    copy(reading);
    recent = reading;
    if (earlier.count == 0) {
      return;
    }
    boolean grown = count >= earlier.count && exponential == earlier.exponential;
    if (grown) {
      grown = exponential ? subtractExponential(earlier) : subtractExplicit(earlier);
    }
    if (!grown) {
      copy(reading);
      return;
    }
    count -= earlier.count;
    sum -= earlier.sum;
    // Since when they are the extremes is not known.
    min = Double.NaN;
    max = Double.NaN;
  }

  private boolean subtractExponential(Distribution earlier) {
    int coarser = Math.min(scale, earlier.scale);
    positive.coarsen(scale - coarser);
    negative.coarsen(scale - coarser);
    scale = coarser;
    int merging = earlier.scale - coarser;
    zeros -= earlier.zeros;
    return zeros >= 0
        && positive.subtract(earlier.positive, merging)
        && negative.subtract(earlier.negative, merging);
  }

  private boolean subtractExplicit(Distribution earlier) {
    boolean grown = explicit.length == earlier.explicit.length;
    for (int i = 0; i < explicit.length && grown; i++) {
      explicit[i] -= earlier.explicit[i];
      grown = explicit[i] >= 0;
    }
    return grown;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public double sum() {
    return sum;
  }

  @Override
  public double min() {
    return min;
  }

  @Override
  public double max() {
    return max;
  }

  @Override
  public int boundCount() {
    return boundCount;
  }

  @Override
  public double bound(int bucket) {
    return bounds[bucket];
  }

  @Override
  public long bucketCount(int bucket) {
    return explicit[bucket];
  }

  @Override
  public @Nullable Exemplar exemplar(int bucket) {
    return recent == null ? null : recent.exemplar(bucket);
  }

  @Override
  public @Nullable ExponentialReading exponential() {
    return exponential ? this : null;
  }

  @Override
  public int scale() {
    return scale;
  }

  @Override
  public double zeroThreshold() {
    return zeroThreshold;
  }

  @Override
  public long zeroCount() {
    return zeros;
  }

  @Override
  public Buckets positive() {
    return positive;
  }

  @Override
  public Buckets negative() {
    return negative;
  }

  /** Buckets of one sign; the first and the last may be empty. */
  private static final class Run implements Buckets {

    private long[] counts = {};
    private int offset;
    private int size;

    void copy(Buckets other) {
      size = other.size();
      offset = other.offset();
      if (counts.length < size) {
        counts = new long[size];
      }
      for (int i = 0; i < size; i++) {
        counts[i] = other.count(i);
      }
    }

    /** Merges neighbours: a bucket of the coarser scale has the index shifted by as many bits. */
    void coarsen(int merging) {
      if (merging == 0 || size == 0) {
        return;
      }
      int first = offset >> merging;
      int last = (offset + size - 1) >> merging;
      for (int i = 0; i < size; i++) {
        long moved = counts[i];
        counts[i] = 0;
        counts[((offset + i) >> merging) - first] += moved;
      }
      offset = first;
      size = last - first + 1;
    }

    /** Takes away what another run holds at a finer scale; false if this does not hold as much. */
    boolean subtract(Run other, int merging) {
      for (int i = 0; i < other.size; i++) {
        int place = ((other.offset + i) >> merging) - offset;
        if (place >= 0 && place < size) {
          counts[place] -= other.counts[i];
        } else if (other.counts[i] != 0) {
          return false;
        }
      }
      for (int i = 0; i < size; i++) {
        if (counts[i] < 0) {
          return false;
        }
      }
      trim();
      return true;
    }

    private void trim() {
      int from = 0;
      while (from < size && counts[from] == 0) {
        from++;
      }
      while (size > from && counts[size - 1] == 0) {
        size--;
      }
      if (from > 0) {
        size -= from;
        offset += from;
        System.arraycopy(counts, from, counts, 0, size);
      }
    }

    @Override
    public int offset() {
      return offset;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public long count(int bucket) {
      return counts[bucket];
    }
  }
}
