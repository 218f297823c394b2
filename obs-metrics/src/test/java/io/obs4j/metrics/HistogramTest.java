package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.ManualClock;
import io.obs4j.core.MetricReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {

  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final Metrics metrics = Metrics.builder().clock(clock).build();

  @Test
  void reading_nothingRecorded_isEmpty() {
    metrics.histogram("h").unit("s").create();

    Distribution reading = Distribution.of(metrics, "h");

    assertThat(reading.count()).isZero();
    assertThat(reading.sum()).isZero();
    assertThat(reading.min()).isNaN();
    assertThat(reading.max()).isNaN();
    assertThat(reading.positive()).isEmpty();
    assertThat(reading.negative()).isEmpty();
  }

  @Test
  void record_someValues_countSumAndExtremesAgree() {
    Histogram histogram = metrics.histogram("h").unit("s").create();
    for (double value : new double[] {0.25, 3, 0, -2, 0.1}) {
      histogram.record(value);
    }

    Distribution reading = Distribution.of(metrics, "h");

    assertThat(reading.count()).isEqualTo(5);
    assertThat(reading.sum()).isEqualTo(0.25 + 3 + 0 - 2 + 0.1);
    assertThat(reading.min()).isEqualTo(-2);
    assertThat(reading.max()).isEqualTo(3);
    assertThat(reading.zeroCount()).isEqualTo(1);
    assertThat(reading.negative()).containsExactly(1);
    assertThat(reading.exponentialCount()).isEqualTo(5);
    assertThat(reading.explicitCount()).isEqualTo(5);
    assertThat(reading.atMost(0.25)).isEqualTo(4);
    assertThat(reading.atMost(0.125)).isEqualTo(3);
  }

  @Test
  void record_notFinite_isRefusedAndCounted() {
    Histogram histogram = metrics.histogram("h").create();

    histogram.record(Double.NaN);
    histogram.record(Double.POSITIVE_INFINITY);
    histogram.record(Double.NEGATIVE_INFINITY);

    assertThat(Distribution.of(metrics, "h").count()).isZero();
    assertThat(Page.of(metrics).value("obs.metrics.refused{metric=\"h\",reason=\"not_finite\"}"))
        .isEqualTo(3L);
  }

  @Test
  void record_extremesOfTheRange_haveBucketsOfTheirOwn() {
    Histogram histogram = metrics.histogram("h").create();

    histogram.record(Double.MIN_VALUE);
    histogram.record(Math.nextUp(Double.MIN_VALUE));
    histogram.record(Double.MIN_NORMAL);
    histogram.record(1);
    histogram.record(Double.MAX_VALUE);
    histogram.record(-Double.MIN_VALUE);
    histogram.record(-0.0);

    Distribution reading = Distribution.of(metrics, "h");
    assertThat(reading.count()).isEqualTo(7);
    assertThat(reading.exponentialCount()).isEqualTo(7);
    assertThat(reading.positive()).hasSizeLessThanOrEqualTo(160);
    assertThat(reading.scale()).isEqualTo(-4);
    assertThat(reading.zeroCount()).isEqualTo(1);
    assertThat(reading.atMost(1)).isEqualTo(6);
    assertThat(reading.atMost(0.5)).isEqualTo(5);
  }

  @Test
  void record_twoBucketsOnly_goesBelowTheScaleOfThePowersOfTwoButKeepsThem() {
    Histogram histogram =
        metrics.histogram("h").exponential(HistogramBuilder.FINEST_SCALE, 2).create();
    for (int exponent = -40; exponent <= 40; exponent++) {
      histogram.record(Math.scalb(1.0, exponent));
    }

    Distribution reading = Distribution.of(metrics, "h");

    assertThat(reading.positive().length).isBetween(1, 2);
    assertThat(reading.scale()).isEqualTo(-6);
    assertThat(reading.exponentialCount()).isEqualTo(81);
    for (double bound : reading.bounds()) {
      assertThat(reading.atMost(bound)).isEqualTo(Math.getExponent(bound) + 41);
    }
  }

  @Test
  void record_anyRange_boundsStayAndTheirCountsAreExact() {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int program = 0; program < 200; program++) {
      String name = "h" + program;
      Histogram histogram = metrics.histogram(name).unit("s").create();
      double[] before = Distribution.of(metrics, name).bounds();
      double spread = random.nextDouble() * 40;
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        double value = Math.pow(2, random.nextGaussian() * spread);
        if (i % 7 == 0) {
          value = before[random.nextInt(before.length)];
        }
        values.add(value);
        histogram.record(value);
        if (i % 100 == 99) {
          Distribution reading = Distribution.of(metrics, name);
          assertThat(reading.bounds()).isEqualTo(before);
          assertThat(reading.positive().length).isLessThanOrEqualTo(160);
          assertThat(reading.exponentialCount()).isEqualTo(values.size());
          for (double bound : before) {
            assertThat(reading.atMost(bound))
                .as("at most %s of %s, seed %s", bound, values, seed)
                .isEqualTo(values.stream().filter(each -> each <= bound).count());
          }
        }
      }
    }
  }

  @Test
  void zeroThreshold_magnitudesUpToIt_countAsZero() {
    Histogram histogram = metrics.histogram("h").unit("s").zeroThreshold(0.01).create();
    for (double value : new double[] {0.01, -0.01, 0, 1e-300, 0.0100001, -0.0100001}) {
      histogram.record(value);
    }

    Distribution reading = Distribution.of(metrics, "h");

    assertThat(reading.zeroThreshold()).isEqualTo(0.01);
    assertThat(reading.zeroCount()).isEqualTo(4);
    assertThat(reading.positive()).containsExactly(1);
    assertThat(reading.negative()).containsExactly(1);
    assertThat(reading.bounds()[0]).isEqualTo(0.015625);
    assertThat(reading.explicitCount()).isEqualTo(6);
  }

  @Test
  void explicit_bounds_areInclusiveAbove() {
    Histogram histogram = metrics.histogram("h").explicit(-1, 0, 2.5).create();
    for (double value : new double[] {-5, -1, Math.nextUp(-1.0), -0.0, 0, 1, 2.5, 2.6, 1e300}) {
      histogram.record(value);
    }

    Distribution reading = Distribution.of(metrics, "h");

    assertThat(reading.isExponential()).isFalse();
    assertThat(reading.bounds()).containsExactly(-1, 0, 2.5);
    assertThat(reading.counts()).containsExactly(2, 3, 2, 2);
    assertThat(reading.count()).isEqualTo(9);
  }

  @Test
  void explicit_manyBounds_findsEveryBucket() {
    for (int size : new int[] {1, 2, 15, 16, 17, 18, 31, 32, 33, 100, 1_024}) {
      double[] bounds = new double[size];
      for (int i = 0; i < size; i++) {
        bounds[i] = i * 0.5 - 3;
      }
      Histogram histogram = metrics.histogram("h" + size).explicit(bounds).create();
      for (double bound : bounds) {
        histogram.record(bound);
        histogram.record(Math.nextUp(bound));
      }

      long[] counts = Distribution.of(metrics, "h" + size).counts();

      assertThat(counts[0]).isEqualTo(1);
      assertThat(counts[size]).isEqualTo(1);
      for (int i = 1; i < size; i++) {
        assertThat(counts[i]).as("bucket %s of %s", i, size).isEqualTo(2);
      }
    }
  }

  @Test
  void both_oneRecording_fillsBothViews() {
    Histogram histogram = metrics.histogram("h").both(0.1, 0.3).create();
    for (int i = 1; i <= 10; i++) {
      histogram.record(i / 20.0);
    }

    Distribution reading = Distribution.of(metrics, "h");

    assertThat(reading.counts()).containsExactly(2, 4, 4);
    assertThat(reading.exponentialCount()).isEqualTo(10);
  }

  @Test
  void shownAs_powersOfTwo_replacesThoseOfTheUnit() {
    Histogram histogram = metrics.histogram("h").unit("s").shownAs(0.5, 1, 8).create();
    for (double value : new double[] {0.5, 0.6, 2, 4, 8, 9}) {
      histogram.record(value);
    }

    assertThat(Distribution.of(metrics, "h").counts()).containsExactly(1, 1, 3, 1);
  }

  @Test
  void remove_laterRecordings_areRefusedAndTheLastReadingStays() {
    Family<Histogram> family = metrics.histogram("h").labels("a");
    MetricReader reader = metrics.openReader();
    Histogram histogram = family.of("x");
    histogram.record(2);

    family.remove("x");
    histogram.record(3);
    histogram.record(4);

    Distribution last = Distribution.of(reader::visit, "h");
    assertThat(last.count()).isEqualTo(1);
    assertThat(last.max()).isEqualTo(2);
    assertThat(Page.of(metrics).value("obs.metrics.refused{metric=\"h\",reason=\"removed\"}"))
        .isEqualTo(2L);
  }

  @Test
  void of_wrongNumberOfValues_recordsNothing() {
    Family<Histogram> family = metrics.histogram("h").unit("s").labels("a", "b");

    Histogram refusing = family.of("only one");
    refusing.record(1);
    refusing.recordNanos(1);
    refusing.record(Duration.ZERO);
    refusing.start().close();

    assertThat(Page.of(metrics).has("h{a=\"only one\"}")).isFalse();
  }

  @Test
  void declare_sameLayout_givesTheSameInstrument() {
    Histogram histogram = metrics.histogram("h").unit("s").both(1, 2).create();

    assertThat(metrics.histogram("h").unit("s").both(1, 2).create()).isSameAs(histogram);
    assertThatThrownBy(() -> metrics.histogram("h").unit("s").both(1, 3).create())
        .hasMessageContaining("[1.0, 2.0]")
        .hasMessageContaining("[1.0, 3.0]");
    assertThatThrownBy(() -> metrics.histogram("h").unit("s").explicit(1, 2).create())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> metrics.histogram("h").unit("s").create())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void builder_changedAfterCreation_leavesTheInstrumentsAlone() {
    HistogramBuilder builder = metrics.histogram("h").explicit(1, 2);
    Family<Histogram> family = builder.labels("a");
    builder.explicit(7);

    family.of("x").record(1.5);

    assertThat(Distribution.of(metrics, "h").bounds()).containsExactly(1, 2);
  }

  @Test
  void defaultBounds_everyUnit_arePowersOfTwoAndNotTooMany() {
    for (String unit : new String[] {"", "s", "ms", "us", "ns", "min", "h", "d", "By", "{item}"}) {
      double[] bounds = HistogramLayout.defaultBounds(unit, 0);

      assertThat(bounds.length).as(unit).isBetween(20, 30);
      for (double bound : bounds) {
        assertThat(bound).isEqualTo(Math.scalb(1.0, Math.getExponent(bound)));
      }
    }
  }

  @Test
  void builder_badArguments_throwNamingValueAndLimit() {
    assertThatThrownBy(() -> metrics.histogram("h").explicit())
        .hasMessageContaining("0")
        .hasMessageContaining("1024");
    assertThatThrownBy(() -> metrics.histogram("h").explicit(1, Double.NaN))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> metrics.histogram("h").explicit(1, Double.POSITIVE_INFINITY))
        .hasMessageContaining("Infinity");
    assertThatThrownBy(() -> metrics.histogram("h").explicit(2, 1))
        .hasMessageContaining("1.0")
        .hasMessageContaining("2.0");
    assertThatThrownBy(() -> metrics.histogram("h").explicit(0.0, -0.0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> metrics.histogram("h").explicit(new double[1_025]))
        .hasMessageContaining("1025");
    assertThatThrownBy(() -> metrics.histogram("h").exponential(9, 160))
        .hasMessageContaining("9")
        .hasMessageContaining("8");
    assertThatThrownBy(() -> metrics.histogram("h").exponential(-11, 160))
        .hasMessageContaining("-11");
    assertThatThrownBy(() -> metrics.histogram("h").exponential(8, 1)).hasMessageContaining("1");
    assertThatThrownBy(() -> metrics.histogram("h").exponential(8, 2_049))
        .hasMessageContaining("2049");
    assertThatThrownBy(() -> metrics.histogram("h").zeroThreshold(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> metrics.histogram("h").zeroThreshold(Double.NaN))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> metrics.histogram("h").shownAs(1, 3)).hasMessageContaining("both(");
    assertThatThrownBy(() -> metrics.histogram("h").shownAs(1, 2).zeroThreshold(1.5).create())
        .hasMessageContaining("1.5");
  }
}
