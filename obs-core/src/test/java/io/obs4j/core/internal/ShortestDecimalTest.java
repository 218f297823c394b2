package io.obs4j.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShortestDecimalTest {

  private static final long SEED = 20_261_122;

  private final ByteSink sink = new ByteSink(64);

  @Test
  void everyPowerOfTwo_andItsNeighbours_areShortest() {
    for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
      double power = Math.scalb(1.0, exponent);
      assertShortest(power);
      assertShortest(Math.nextUp(power));
      if (power > Double.MIN_VALUE) {
        assertShortest(Math.nextDown(power));
      }
    }
  }

  @Test
  void everyPowerOfTen_andItsNeighbours_areShortest() {
    for (int exponent = -323; exponent <= 308; exponent++) {
      double power = Double.parseDouble("1e" + exponent);
      assertShortest(power);
      assertShortest(Math.nextUp(power));
      assertShortest(Math.nextDown(power));
    }
  }

  @Test
  void extremes_areShortest() {
    assertShortest(Double.MIN_VALUE);
    assertShortest(Double.MIN_NORMAL);
    assertShortest(Math.nextDown(Double.MIN_NORMAL));
    assertShortest(Double.MAX_VALUE);
    // Known for stumbling algorithms: the first is written with a digit too many by old JDKs.
    assertThat(text(0.002)).isEqualTo("0.002");
    assertThat(text(Double.MIN_NORMAL)).isEqualTo("2.2250738585072014e-308");
    assertThat(text(Double.parseDouble("2e23"))).isEqualTo("2e+23");
    assertThat(text(0x1p53)).isEqualTo("9.007199254740992e+15");
    assertThat(text(Double.MIN_VALUE)).isEqualTo("5e-324");
  }

  @Test
  void randomBits_areShortest() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 6_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong() & Long.MAX_VALUE);
      if (Double.isFinite(value) && value > 0) {
        assertShortest(value);
      }
    }
  }

  @Test
  void randomSubnormals_areShortest() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 2_000; i++) {
      assertShortest(Double.longBitsToDouble(1 + (random.nextLong() >>> (12 + i % 52))));
    }
  }

  @Test
  void randomDecimals_readBackAndKeepTheirDigits() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 300_000; i++) {
      long digits = random.nextLong(1, 1_000_000_000_000_000L) | 1;
      double value = Double.parseDouble(digits + "e" + random.nextInt(-280, 280));
      String text = text(value);
      assertThat(Double.parseDouble(text)).as(text).isEqualTo(value);
      assertThat(new BigDecimal(text).stripTrailingZeros().precision())
          .as(text)
          .isLessThanOrEqualTo(Long.toString(digits).length());
    }
  }

  @Test
  void randomBits_readBack() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    for (int i = 0; i < 1_000_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      double read = Double.parseDouble(text(value).replace("Inf", "Infinity"));
      if (read != value && !Double.isNaN(value)) {
        assertThat(read).as(text(value)).isEqualTo(value);
      }
    }
  }

  private void assertShortest(double value) {
    String text = text(value);
    assertThat(new BigDecimal(text).stripTrailingZeros())
        .as("%s of %s", text, Double.toHexString(value))
        .isEqualByComparingTo(shortest(value));
    assertThat(Double.parseDouble(text)).isEqualTo(value);
  }

  private String text(double value) {
    sink.reset();
    sink.writeDouble(value);
    return sink.toString();
  }

  /** The closest of the decimals of fewest digits that read back as the value. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int precision = 1; ; precision++) {
      BigDecimal below = exact.round(new MathContext(precision, RoundingMode.FLOOR));
      BigDecimal above = exact.round(new MathContext(precision, RoundingMode.CEILING));
      boolean belowReads = below.doubleValue() == value;
      boolean aboveReads = above.doubleValue() == value;
      if (belowReads && aboveReads) {
        BigDecimal nearer = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
        return nearer;
      }
      if (belowReads || aboveReads) {
        return belowReads ? below : above;
      }
    }
  }
}
