package io.obs4j.metrics;

import java.math.BigInteger;

/**
 * The exponential bucket of a number, found without a logarithm and exact at every bound.
 *
 * <p>Buckets are those of OpenTelemetry's base 2 exponential histogram: at scale s, bucket i holds
 * the numbers above 2<sup>i/2<sup>s</sup></sup>, up to and including
 * 2<sup>(i+1)/2<sup>s</sup></sup>. An index is computed at the finest scale, {@value #SCALE}; a
 * coarser one is the same index shifted right.
 */
final class ExponentialIndex {

  /*
   * The exponent of a double gives the octave. Within it, the leading SCALE + 1 bits of the mantissa
   * select a cell that is narrower than any bucket, so at most one bound lies in it. The cell's word
   * holds the bucket in which it begins and the last of the following bits that still belongs to
   * that bucket: one load and one comparison decide.
   *
   * Bounds are inclusive above. So all arithmetic is on the bits of the double less one: what lies
   * on a bound then falls below it, a power of two into the octave that it ends.
   */

  /** The finest scale: each octave has 2<sup>{@value}</sup> buckets. */
  static final int SCALE = 8;

  /** Octaves that doubles fall into, those of the subnormal numbers included. */
  static final int OCTAVES = Double.MAX_EXPONENT - Double.MIN_EXPONENT + 53;

  private static final int BUCKETS = 1 << SCALE;
  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
  private static final int CELL_BITS = MANTISSA_BITS - SCALE - 1;
  private static final long WITHIN_CELL = (1L << CELL_BITS) - 1;

  /** Bits of the fraction of bounds while they are computed: what they round off decides none. */
  private static final int FRACTION_BITS = 128;

  /** The ratio of neighbouring bounds, 2<sup>1/256</sup>. */
  private static final BigInteger RATIO = new BigInteger("100b1afa5abcbed6129ab13ec11dc9544", 16);

  private static final long[] CELLS = cells();

  private ExponentialIndex() {}

  /**
   * The index of a number.
   *
   * @param bitsBelow the bits of a normal positive double, less one
   */
  private static int of(long bitsBelow) {
    long cell = CELLS[(int) ((bitsBelow & MANTISSA) >>> CELL_BITS)];
    int bucket = (int) cell & (BUCKETS - 1);
    int beyond = (int) (((cell >>> SCALE) - (bitsBelow & WITHIN_CELL)) >>> 63);
    int octave = (int) (bitsBelow >>> MANTISSA_BITS) - Double.MAX_EXPONENT;
    return (octave << SCALE) + bucket + beyond;
  }

  /** The index of a finite number above zero, subnormal ones included. */
  static int of(double magnitude) {
    if (magnitude >= Double.MIN_NORMAL) {
      return of(Double.doubleToRawLongBits(magnitude) - 1);
    }
    double scaled = magnitude * 0x1p54;
    return of(Double.doubleToRawLongBits(scaled) - 1) - (54 << SCALE);
  }

  private static long[] cells() {
    long[] lasts = lasts();
    long[] cells = new long[2 * BUCKETS];
    int bucket = 0;
    for (int i = 0; i < cells.length; i++) {
      long start = (long) i << CELL_BITS;
      while (lasts[bucket] < start) {
        bucket++;
      }
      cells[i] = (Math.min(lasts[bucket] - start, WITHIN_CELL) << SCALE) | bucket;
    }
    return cells;
  }

  /** The last mantissa of each bucket, less one. */
  private static long[] lasts() {
    long[] lasts = new long[BUCKETS];
    BigInteger bound = BigInteger.ONE.shiftLeft(FRACTION_BITS);
    for (int bucket = 0; bucket < BUCKETS - 1; bucket++) {
      bound = bound.multiply(RATIO).shiftRight(FRACTION_BITS);
      lasts[bucket] = (bound.shiftRight(FRACTION_BITS - MANTISSA_BITS).longValue() & MANTISSA) - 1;
    }
    lasts[BUCKETS - 1] = MANTISSA;
    return lasts;
  }
}
