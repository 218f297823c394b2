package io.obs4j.metrics;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * The buckets of a histogram: explicit ones, exponential ones, or both. Equal layouts give equal
 * readings.
 */
final class HistogramLayout implements Aggregation {

  /** So many bounds are faster scanned than searched. */
  private static final int MOST_SCANNED = 16;

  /** Whether values are counted in exponential buckets. */
  final boolean exponential;

  final int maxScale;
  final int maxBuckets;
  final double zeroThreshold;

  /** The inclusive upper bounds of the explicit view, ascending. */
  final double[] bounds;

  /**
   * Whether values are counted in explicit buckets. If not, the explicit view is derived from the
   * exponential buckets, and all bounds are powers of two above the zero threshold.
   */
  final boolean explicit;

  /** How long the unit is in nanoseconds, 0 if it is not one of time. */
  final double nanosPerUnit;

  private final double unitsPerNano;

  private HistogramLayout(
      boolean exponential,
      int maxScale,
      int maxBuckets,
      double zeroThreshold,
      double[] bounds,
      boolean explicit,
      String unit) {
    this.exponential = exponential;
    this.maxScale = maxScale;
    this.maxBuckets = maxBuckets;
    this.zeroThreshold = zeroThreshold;
    this.bounds = bounds;
    this.explicit = explicit;
    nanosPerUnit = TimeUnits.nanos(unit);
    unitsPerNano = 1 / nanosPerUnit;
  }

  /** Exponential buckets, seen by formats that know none as powers of two. */
  static HistogramLayout exponential(
      int maxScale, int maxBuckets, double zeroThreshold, double[] powersOfTwo, String unit) {
    return new HistogramLayout(
        true, maxScale, maxBuckets, zeroThreshold, powersOfTwo.clone(), false, unit);
  }

  /** Buckets with given bounds. */
  static HistogramLayout explicit(double[] bounds, String unit) {
    return new HistogramLayout(false, 0, 0, 0, bounds.clone(), true, unit);
  }

  /** Exponential buckets, and buckets with given bounds. */
  static HistogramLayout both(
      int maxScale, int maxBuckets, double zeroThreshold, double[] bounds, String unit) {
    return new HistogramLayout(
        true, maxScale, maxBuckets, zeroThreshold, bounds.clone(), true, unit);
  }

  /** Whether the unit is one of time. */
  boolean isTime() {
    return nanosPerUnit != 0;
  }

  /** Elapsed time in the unit, rounded correctly. */
  double fromNanos(long nanos) {
    return nanos / nanosPerUnit;
  }

  /**
   * Elapsed time in the unit as it is put into buckets. Explicit bounds need the correct rounding;
   * between powers of two, which a multiplication meets exactly, it may be off by the last bit.
   */
  double valueOfNanos(long nanos) {
    return explicit ? fromNanos(nanos) : nanos * unitsPerNano;
  }

  /** The explicit bucket of a finite value. */
  int bucket(double value) {
    double[] all = bounds;
    if (all.length > MOST_SCANNED) {
      int found = Arrays.binarySearch(all, value);
      return found < 0 ? -found - 1 : found;
    }
    int bucket = 0;
    while (bucket < all.length && value > all[bucket]) {
      bucket++;
    }
    return bucket;
  }

  /**
   * The powers of two that a histogram shows unless it is told otherwise: {@code s} 61 µs to 128 s,
   * {@code ms}, {@code us} and {@code ns} likewise; {@code min}, {@code h} and {@code d} about
   * 1/1000 to 1000; {@code By} 64 B to 1 GiB; anything else 1/64 to about a million.
   */
  static double[] defaultBounds(String unit, double zeroThreshold) {
    return switch (unit) {
      case "s" -> powersOfTwo(-14, 7, zeroThreshold);
      case "ms" -> powersOfTwo(-4, 17, zeroThreshold);
      case "us" -> powersOfTwo(0, 24, zeroThreshold);
      case "ns" -> powersOfTwo(6, 34, zeroThreshold);
      case "min", "h", "d" -> powersOfTwo(-10, 10, zeroThreshold);
      case "By" -> powersOfTwo(6, 30, zeroThreshold);
      default -> powersOfTwo(-6, 20, zeroThreshold);
    };
  }

  private static double[] powersOfTwo(int low, int high, double above) {
    return DoubleStream.iterate(Math.scalb(1.0, low), power -> 2 * power)
        .limit(high - low + 1L)
        .filter(power -> power >= above)
        .toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HistogramLayout that
        && exponential == that.exponential
        && maxScale == that.maxScale
        && maxBuckets == that.maxBuckets
        && zeroThreshold == that.zeroThreshold
        && explicit == that.explicit
        && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        exponential, maxScale, maxBuckets, zeroThreshold, explicit, Arrays.hashCode(bounds));
  }

  @Override
  public String toString() {
    String limits =
        "exponential(maxScale="
            + maxScale
            + ", maxBuckets="
            + maxBuckets
            + ", zeroThreshold="
            + zeroThreshold
            + ")";
    return (exponential ? limits + " " : "")
        + (explicit ? "explicit" : "shown as ")
        + Arrays.toString(bounds);
  }
}
