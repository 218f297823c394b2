package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdTest {

  private static final long LARGEST = (1L << 56) - 1;

  /** The table of the specification, at the four digits that it recommends. */
  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "2, 8",
    "3, aaab",
    "4, c",
    "5, cccd",
    "8, e",
    "10, e666",
    "16, f",
    "100, fd70a",
    "1000, ffbe77",
    "10000, fff9724",
    "100000, ffff583a",
    "1000000, ffffef39"
  })
  void text_ofOneInN_isThatOfTheSpecification(int n, String expected) {
    assertThat(Threshold.of(1.0 / n)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0x1p-56, ffffffffffffff",
    "0x1.8p-56, fffffffffffffe",
    "0x1p-55, fffffffffffffe",
    "0x1p-52, fffffffffffff",
    "0.75, 4",
    "0.9375, 1",
    "0.99, 028f",
    "0.99999, 0001",
    "0.999999, 0"
  })
  void text_atTheEnds_isCanonical(double probability, String expected) {
    assertThat(Threshold.of(probability)).hasToString(expected);
  }

  @Test
  void keeps_smallestProbability_onlyTheLargestRandomness() {
    Threshold threshold = Threshold.of(0x1p-56);

    assertThat(threshold.keeps(LARGEST)).isTrue();
    assertThat(threshold.keeps(LARGEST - 1)).isFalse();
  }

  @Test
  void keeps_certainty_everything() {
    assertThat(Threshold.of(1).keeps(0)).isTrue();
  }

  @Test
  void keeps_half_fromTheMiddleOn() {
    Threshold threshold = Threshold.of(0.5);

    assertThat(threshold.keeps(1L << 55)).isTrue();
    assertThat(threshold.keeps((1L << 55) - 1)).isFalse();
  }

  @Test
  void of_randomProbabilities_readsBackWithinFourDigits() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      double probability = Math.scalb(1 - random.nextDouble(), -random.nextInt(43));

      String text = Threshold.of(probability).toString();

      double read = 0x1p-56 * ((1L << 56) - OtEntry.threshold(SpanStart.state("th:" + text)));
      assertThat(read).isCloseTo(probability, within(Math.max(probability * 0x1p-12, 0x1p-57)));
      assertThat(text).matches("0|[0-9a-f]{0,13}[1-9a-f]");
    }
  }
}
