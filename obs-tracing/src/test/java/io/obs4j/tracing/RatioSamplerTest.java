package io.obs4j.tracing;

import static io.obs4j.tracing.Sampling.Decision.DROP;
import static io.obs4j.tracing.Sampling.Decision.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatioSamplerTest {

  private static final int TRACES = 200_000;

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.9, 0.5, 0.25, 0.1, 1.0 / 3, 0.01, 0.001})
  void ratio_ofManyTraces_isMetWithinFiveDeviations(double ratio) {
    SplittableRandom random = new SplittableRandom(42);
    Sampler sampler = Sampler.ratio(ratio);

    int sampled = 0;
    for (int i = 0; i < TRACES; i++) {
      sampled += SpanStart.root(random.nextLong()).decidedBy(sampler) == SAMPLE ? 1 : 0;
    }

    double deviation = Math.sqrt(TRACES * ratio * (1 - ratio));
    assertThat((double) sampled).isCloseTo(TRACES * ratio, within(5 * deviation));
  }

  @Test
  void ratio_larger_samplesAllThatASmallerOneDoes() {
    SplittableRandom random = new SplittableRandom(43);
    int sampled = 0;
    for (int i = 0; i < 20_000; i++) {
      double smaller = Math.max(0x1p-56, random.nextDouble());
      double larger = smaller + (1 - smaller) * random.nextDouble();
      SpanStart span = SpanStart.root(random.nextLong());

      if (span.decidedBy(Sampler.ratio(smaller)) == SAMPLE) {
        assertThat(span.decidedBy(Sampler.ratio(larger))).isEqualTo(SAMPLE);
        sampled++;
      }
    }
    assertThat(sampled).isBetween(9_000, 11_000);
  }

  @Test
  void ratio_zero_samplesNothing() {
    assertThat(Sampler.ratio(0)).isSameAs(Sampler.alwaysOff());
    assertThat(Sampler.ratio(-0.0)).isSameAs(Sampler.alwaysOff());
  }

  @ParameterizedTest
  @CsvSource({
    // The randomness is above, at and below the threshold of one in two.
    "0.5, 80000000000001, '', th:8",
    "0.5, 80000000000000, '', th:8",
    "0.5, 7fffffffffffff, '', ''",
    // The upper byte of the half is not random.
    "0.5, ff7fffffffffffff, '', ''",
    "0.5, 80000000000000, p:8, p:8;th:8",
    // What the parent decided does not count.
    "0.5, 80000000000000, th:c, th:8",
    "0.25, 80000000000000, th:8, ''",
    "1, 0, th:8;rv:00000000000000, rv:00000000000000;th:0",
    // Explicit randomness goes before that of the trace id, and is passed on.
    "0.5, 80000000000000, rv:7fffffffffffff, rv:7fffffffffffff",
    "0.5, 0, rv:80000000000000, rv:80000000000000;th:8",
    "0.5, 0, th:c;rv:7fffffffffffff, rv:7fffffffffffff"
  })
  void ratio_ofAChild_comparesRandomnessAndWritesTheThreshold(
      double ratio, String traceIdLow, String parent, String expected) {
    Sampler sampler = Sampler.ratio(ratio);
    for (boolean sampled : new boolean[] {true, false}) {
      SpanStart span =
          SpanStart.root(Long.parseUnsignedLong(traceIdLow, 16)).under(sampled, parent);

      assertThat(span.otAfter(sampler)).isEqualTo(expected);
      assertThat(span.decidedBy(sampler)).isEqualTo(expected.contains("th:") ? SAMPLE : DROP);
    }
  }

  @Test
  void ratio_ofOne_samplesAllAndSaysSo() {
    assertThat(SpanStart.root(0).otAfter(Sampler.ratio(1))).isEqualTo("th:0");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        -0.1,
        1.0000001,
        10,
        0x1p-57,
        Double.MIN_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
      })
  void ratio_outOfRange_namesValueLimitAndRemedy(double ratio) {
    assertThatThrownBy(() -> Sampler.ratio(ratio))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ratio "
                + ratio
                + " must be 0 or from 2^-56 to 1; a percentage is to be divided by 100");
  }
}
