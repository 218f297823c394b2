package io.obs4j.core.internal;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The shortest decimal that reads back as a given double, the closest one where several are equally
 * short. The same digits on every JDK. Reused by its owner; not safe for use by several threads at
 * once.
 *
 * @see <a href="https://drive.google.com/file/d/1IEeATSVnEE6TkrHlCYNY2GjaraBjOT4f">Raffaello
 *     Giulietti, The Schubfach way to render doubles</a>
 */
final class ShortestDecimal {
  /*
   * A double is c·2^q; every decimal within half an ulp reads back as it. With k chosen so that 10^k
   * is just below the width of that interval, one of the two multiples of 10^k around the value lies
   * inside it, and at most one multiple of 10^(k+1) does: if it exists, it is shorter.
   *
   * The value and both ends of the interval are scaled by 4·10^-k, with 128 bits of the power and
   * rounding to odd, which keeps every comparison exact.
   */

  private static final int MANTISSA_BITS = 52;
  private static final int SMALLEST_EXPONENT = -1074;
  private static final long HIDDEN_BIT = 1L << MANTISSA_BITS;

  private long digits;
  private int exponent;

  /**
   * Finds the decimal.
   *
   * @param value finite and above zero
   */
  void set(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & (HIDDEN_BIT - 1);
    int biased = (int) (bits >>> MANTISSA_BITS);
    long c = biased == 0 ? fraction : fraction | HIDDEN_BIT;
    int q = Math.max(biased, 1) - 1 + SMALLEST_EXPONENT;
    shorten(c, q, fraction == 0 && biased > 1);
    stripZeros();
  }

  /**
   * The significant digits, read as an integer that does not end in zero.
   *
   * @return at most 17 digits
   */
  long digits() {
    return digits;
  }

  /**
   * The power of ten that the digits are multiplied by.
   *
   * @return the exponent
   */
  int exponent() {
    return exponent;
  }

  private void shorten(long c, int q, boolean lowerIsCloser) {
    int k = lowerIsCloser ? Power.floorLog10ThreeQuartersPow2(q) : Power.floorLog10Pow2(q);
    int shift = q + Power.floorLog2Pow10(-k) + 1;
    Power power = Power.ofTen(-k);
    long low = power.scale((4 * c - (lowerIsCloser ? 1 : 2)) << shift);
    long value = power.scale((4 * c) << shift);
    long high = power.scale((4 * c + 2) << shift);
    if ((c & 1) != 0) {
      // Ties read back as the even neighbour, so the ends belong to even values only.
      low++;
      high--;
    }
    long below = value >>> 2;
    if (below >= 10) {
      long tens = below / 10;
      boolean down = low <= 40 * tens;
      boolean up = 40 * tens + 40 <= high;
      if (down != up) {
        digits = up ? tens + 1 : tens;
        exponent = k + 1;
        return;
      }
    }
    boolean down = low <= 4 * below;
    boolean up = 4 * below + 4 <= high;
    if (down == up) {
      long middle = 4 * below + 2;
      up = value > middle || (value == middle && (below & 1) != 0);
    }
    digits = up ? below + 1 : below;
    exponent = k;
  }

  private void stripZeros() {
    while (digits % 10_000 == 0) {
      digits /= 10_000;
      exponent += 4;
    }
    while (digits % 10 == 0) {
      digits /= 10;
      exponent++;
    }
  }

  /**
   * The upper 128 bits of a power of ten, rounded up, as an unsigned fraction whose first bit is
   * set.
   */
  private record Power(long high, long low) {

    private static final int SMALLEST = -292;
    private static final int LARGEST = 324;

    // Filled on demand. Threads race to store equal values, and final fields publish them safely.
    private static final @Nullable Power[] TENS = new Power[LARGEST - SMALLEST + 1];

    static Power ofTen(int exponent) {
      Power power = TENS[exponent - SMALLEST];
      if (power == null) {
        power = compute(exponent);
        TENS[exponent - SMALLEST] = power;
      }
      return power;
    }

    private static Power compute(int exponent) {
      BigInteger ten = BigInteger.TEN.pow(Math.abs(exponent));
      int shift = 127 - floorLog2Pow10(exponent);
      BigInteger scaled;
      if (exponent < 0) {
        scaled = BigInteger.ONE.shiftLeft(shift).divide(ten).add(BigInteger.ONE);
      } else if (shift >= 0) {
        scaled = ten.shiftLeft(shift);
      } else {
        scaled = ten.shiftRight(-shift).add(BigInteger.ONE);
      }
      return new Power(scaled.shiftRight(64).longValue(), scaled.longValue());
    }

    /** The upper 64 bits of the product, the last of them set if any bit below is. */
    long scale(long factor) {
      long carried = unsignedHigh(low, factor);
      long middle = high * factor + carried;
      long top = unsignedHigh(high, factor);
      if (Long.compareUnsigned(middle, carried) < 0) {
        top++;
      }
      return Long.compareUnsigned(middle, 1) > 0 ? top | 1 : top;
    }

    private static long unsignedHigh(long unsigned, long positive) {
      return Math.multiplyHigh(unsigned, positive) + ((unsigned >> 63) & positive);
    }

    // The three logarithms are exact for every exponent of a double: fixed-point multiples of
    // log10(2), log10(3/4) and log2(10).

    static int floorLog10Pow2(int exponent) {
      return (exponent * 1_262_611) >> 22;
    }

    static int floorLog10ThreeQuartersPow2(int exponent) {
      return (exponent * 1_262_611 - 524_031) >> 22;
    }

    static int floorLog2Pow10(int exponent) {
      return (exponent * 1_741_647) >> 19;
    }
  }
}
