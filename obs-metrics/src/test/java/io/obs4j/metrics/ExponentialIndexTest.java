package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialIndexTest {

  private static final MathContext EXACT = new MathContext(60);

  @Test
  void of_bothSidesOfEveryBoundOfEveryScale_isExact() {
    for (int scale = 0; scale <= ExponentialIndex.SCALE; scale++) {
      BigDecimal ratio = BigDecimal.valueOf(2);
      for (int i = 0; i < scale; i++) {
        ratio = ratio.sqrt(EXACT);
      }
      int buckets = 1 << scale;
      BigDecimal bound = BigDecimal.ONE;
      for (int bucket = 1; bucket <= buckets; bucket++) {
        bound = bucket == buckets ? BigDecimal.valueOf(2) : bound.multiply(ratio, EXACT);
        double within = bound.doubleValue();
        if (new BigDecimal(within).compareTo(bound) > 0) {
          within = Math.nextDown(within);
        }
        int index = bucket - 1;
        for (int octave = -1074; octave < 1024; octave++) {
          double below = Math.scalb(within, octave);
          if (octave >= Double.MIN_EXPONENT && below <= Double.MAX_VALUE) {
            assertThat(at(below, scale)).isEqualTo((octave << scale) + index);
            double above = Math.scalb(Math.nextUp(within), octave);
            if (above <= Double.MAX_VALUE) {
              assertThat(at(above, scale)).isEqualTo((octave << scale) + index + 1);
            }
          }
        }
      }
    }
  }

  @Test
  void of_powersOfTwo_fallIntoTheOctaveThatTheyEnd() {
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      double power = Math.scalb(1.0, exponent);
      assertThat(at(power, 0)).isEqualTo(exponent - 1);
      if (power != Double.MIN_VALUE * 1) {
        assertThat(at(Math.nextUp(power), 0)).isEqualTo(exponent);
      }
    }
    assertThat(at(Double.MAX_VALUE, 0)).isEqualTo(1023);
  }

  @Test
  void of_randomBits_agreesWithExactPowers() {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    Random random = new Random(seed);
    BigDecimal ratio = BigDecimal.valueOf(2);
    for (int i = 0; i < ExponentialIndex.SCALE; i++) {
      ratio = ratio.sqrt(EXACT);
    }
    for (int i = 0; i < 3_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong() & Long.MAX_VALUE);
      if (value > 0 && value <= Double.MAX_VALUE) {
        int index = ExponentialIndex.of(value);
        BigDecimal number = new BigDecimal(value);
        assertThat(number.compareTo(power(ratio, index)))
            .as("%s above its lower bound, seed %s", value, seed)
            .isPositive();
        assertThat(number.compareTo(power(ratio, index + 1)))
            .as("%s within its upper bound, seed %s", value, seed)
            .isNotPositive();
      }
    }
  }

  private static BigDecimal power(BigDecimal ratio, int index) {
    int octave = index >> ExponentialIndex.SCALE;
    BigDecimal within = ratio.pow(index & ((1 << ExponentialIndex.SCALE) - 1), EXACT);
    BigDecimal two = BigDecimal.valueOf(2);
    return octave < 0
        ? within.divide(two.pow(-octave, EXACT), EXACT)
        : within.multiply(two.pow(octave, EXACT), EXACT);
  }

  private static int at(double value, int scale) {
    return ExponentialIndex.of(value) >> (ExponentialIndex.SCALE - scale);
  }
}
