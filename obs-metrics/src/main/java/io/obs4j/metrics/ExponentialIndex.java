package io.obs4j.metrics;

import java.math.BigDecimal;
import java.math.MathContext;

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
   * select a cell that is narrower than any bucket, so at most one bound lies in it: FIRST tells the
   * bucket in which the cell begins, and one comparison with the bound of the next one decides.
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
  private static final int CELL_SHIFT = MANTISSA_BITS - SCALE - 1;

  /** The largest mantissa, less one, of each bucket's numbers. */
  private static final long[] LAST = lasts();

  private static final byte[] FIRST = firsts();

  private ExponentialIndex() {}

  /**
   * The index of a number.
   *
   * @param bitsBelow the bits of a normal positive double, less one
   */
  static int of(long bitsBelow) {
    long mantissa = bitsBelow & MANTISSA;
    int bucket = FIRST[(int) (mantissa >>> CELL_SHIFT)] & (BUCKETS - 1);
    int beyond = (int) ((LAST[bucket] - mantissa) >>> 63);
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

  /** The mantissa, less one, that is the last of each bucket: bounds rounded down. */
  private static long[] lasts() {
    MathContext exact = new MathContext(40);
    BigDecimal ratio = BigDecimal.valueOf(2);
    for (int i = 0; i < SCALE; i++) {
      ratio = ratio.sqrt(exact);
    }
    BigDecimal unit = BigDecimal.valueOf(1L << MANTISSA_BITS);
    long[] lasts = new long[BUCKETS];
    BigDecimal bound = unit;
    for (int bucket = 0; bucket < BUCKETS - 1; bucket++) {
      bound = bound.multiply(ratio, exact);
      lasts[bucket] = bound.subtract(unit).longValue() - 1;
    }
    lasts[BUCKETS - 1] = MANTISSA;
    return lasts;
  }

  private static byte[] firsts() {
    byte[] firsts = new byte[2 * BUCKETS];
    int bucket = 0;
    for (int cell = 0; cell < firsts.length; cell++) {
      while (LAST[bucket] < (long) cell << CELL_SHIFT) {
        bucket++;
      }
      firsts[cell] = (byte) bucket;
    }
    return firsts;
  }
}
