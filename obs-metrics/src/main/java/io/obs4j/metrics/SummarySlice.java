package io.obs4j.metrics;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * How often each number was recorded in a slice of a summary's window, to significant digits. Grows
 * to the range of the numbers that come. Not safe for use by several threads at once.
 */
final class SummarySlice {

  /*
   * The cells are those of a Histogram of the same digits, so that one can be filled from them:
   * numbers below 2^bits have a cell each, and each further power of two is cut into 2^(bits-1).
   * Recording is one addition here, where a Histogram also keeps a total, a minimum and a maximum,
   * and checks its range.
   */
  private final int bits;
  private long[] counts = {};
  private double maximum;

  SummarySlice(int digits) {
    long finest = 2 * (long) Math.pow(10, digits);
    bits = Long.SIZE - Long.numberOfLeadingZeros(finest - 1);
  }

  /** Counts a number, 0 or more. */
  void add(long units) {
    int shift = Math.max(0, Long.SIZE - bits - Long.numberOfLeadingZeros(units));
    int cell = (shift << (bits - 1)) + (int) (units >>> shift);
    if (cell >= counts.length) {
      reserve(cell);
    }
    counts[cell]++;
  }

  /** Tells of a value that may be the largest, in whatever unit. */
  void raiseMaximum(double value) {
    maximum = Math.max(maximum, value);
  }

  /** Adds what another slice of the same digits holds. */
  void addAll(SummarySlice other) {
    long[] more = other.counts;
    if (more.length > counts.length) {
      reserve(more.length - 1);
    }
    for (int cell = 0; cell < more.length; cell++) {
      counts[cell] += more[cell];
    }
    raiseMaximum(other.maximum);
  }

  /** Makes place for the power of two that a cell belongs to. */
  private void reserve(int cell) {
    int half = bits - 1;
    counts = Arrays.copyOf(counts, ((cell >> half) + 1) << half);
  }

  /** Forgets all values. */
  void clear() {
    Arrays.fill(counts, 0);
    maximum = 0;
  }

  /** Gives what was counted to a histogram, each cell as its lowest number. */
  void addTo(Histogram histogram) {
    for (int cell = 0; cell < counts.length; cell++) {
      if (counts[cell] != 0) {
        int shift = Math.max(0, (cell >> (bits - 1)) - 1);
        long lowest = (long) (cell - (shift << (bits - 1))) << shift;
        histogram.recordValueWithCount(lowest, counts[cell]);
      }
    }
  }

  /** The largest value, 0 if there is none. */
  double maximum() {
    return maximum;
  }
}
