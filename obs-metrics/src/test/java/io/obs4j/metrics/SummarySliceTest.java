package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummarySliceTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void addTo_anyNumbers_isWhatHdrHistogramCounts(int digits) {
    SplittableRandom random = new SplittableRandom(digits);
    SummarySlice slice = new SummarySlice(digits);
    SummarySlice other = new SummarySlice(digits);
    Histogram expected = new Histogram(digits);
    for (int i = 0; i < 20_000; i++) {
      long units = random.nextLong(1L << random.nextInt(1, 54));
      (i % 3 == 0 ? other : slice).add(units);
      expected.recordValue(expected.lowestEquivalentValue(units));
    }
    for (int power = 0; power < 53; power++) {
      for (long units = Math.max(0, (1L << power) - 1); units <= (1L << power) + 1; units++) {
        slice.add(units);
        expected.recordValue(expected.lowestEquivalentValue(units));
      }
    }

    slice.addAll(other);
    Histogram actual = new Histogram(digits);
    slice.addTo(actual);

    assertThat(actual).isEqualTo(expected);
    for (double percentile = 0; percentile <= 100; percentile += 0.1) {
      assertThat(actual.getValueAtPercentile(percentile))
          .isEqualTo(expected.getValueAtPercentile(percentile));
    }
  }

  @Test
  void clear_afterValues_holdsNothing() {
    SummarySlice slice = new SummarySlice(2);
    slice.add(1_000);
    slice.raiseMaximum(1);
    slice.clear();
    Histogram histogram = new Histogram(2);
    slice.addTo(histogram);

    assertThat(histogram.getTotalCount()).isZero();
    assertThat(slice.maximum()).isZero();
  }
}
