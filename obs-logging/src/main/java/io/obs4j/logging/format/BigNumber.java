package io.obs4j.logging.format;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A number of any size, as text.
 *
 * @param text its digits, or a note where there are too many
 * @param isNumber false for those that few readers take for numbers, and some choke on
 */
record BigNumber(String text, boolean isNumber) {

  private static final int MOST_DIGITS = 32;

  /** Above this, even the digits are not worked out. */
  private static final int MOST_BITS = 4_096;

  /** A {@link BigInteger} or {@link BigDecimal}. */
  static BigNumber of(Object number) {
    BigInteger digits =
        number instanceof BigDecimal decimal ? decimal.unscaledValue() : (BigInteger) number;
    if (digits.bitLength() > MOST_BITS) {
      return new BigNumber("[a number of " + digits.bitLength() + " bits]", false);
    }
    String text = number.toString();
    boolean isShort = text.length() <= MOST_DIGITS;
    return new BigNumber(text, isShort && Double.isFinite(((Number) number).doubleValue()));
  }

  /**
   * What a record holds: integers as a {@link Long}, others as the {@link Double} that is printed
   * with the same digits; those for which there is none as text, as no digit may get lost.
   */
  static Object held(Object number) {
    BigNumber big = of(number);
    if (big.isNumber && number instanceof BigInteger integer && integer.bitLength() < Long.SIZE) {
      return integer.longValue();
    }
    if (big.isNumber && number instanceof BigDecimal decimal) {
      double nearest = decimal.doubleValue();
      return BigDecimal.valueOf(nearest).compareTo(decimal) == 0 ? (Object) nearest : big.text;
    }
    return big.text;
  }
}
