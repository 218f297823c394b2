package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.obs4j.core.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Times, as nanoseconds in the unit that was declared. */
class HistogramTimeTest {

  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final Metrics metrics = Metrics.builder().clock(clock).build();

  @Test
  void recordNanos_everyUnitOfTime_converts() {
    String[] units = {"ns", "us", "ms", "s", "min", "h", "d"};
    double[] nanos = {1, 1e3, 1e6, 1e9, 60e9, 3600e9, 86400e9};
    for (int i = 0; i < units.length; i++) {
      Histogram histogram = metrics.histogram(units[i]).unit(units[i]).create();
      long threeHours = Duration.ofHours(3).toNanos();
      histogram.recordNanos(threeHours);
      histogram.record(Duration.ofNanos(1));

      Distribution reading = Distribution.of(metrics, units[i]);

      assertThat(reading.sum()).isEqualTo((threeHours + 1) / nanos[i]);
      assertThat(reading.max()).isCloseTo(threeHours / nanos[i], within(Math.ulp(reading.max())));
      assertThat(reading.min()).isCloseTo(1 / nanos[i], within(Math.ulp(reading.min())));
    }
  }

  @Test
  void recordNanos_powersOfTwoOfTheUnit_areExact() {
    for (String unit : new String[] {"ns", "us", "ms", "s", "min", "h", "d"}) {
      long nanos = (long) TimeUnits.nanos(unit);
      long smallest = nanos >> Long.numberOfTrailingZeros(nanos);
      for (long power = smallest; power > 0 && power < 1L << 62; power *= 2) {
        double value = (double) power / nanos;
        double shown = Math.scalb(1.0, Math.getExponent(value));
        assertThat(value).isEqualTo(shown);
        String name = unit + power;
        Histogram histogram = metrics.histogram(name).unit(unit).shownAs(shown).create();
        histogram.recordNanos(power);
        histogram.recordNanos(power + Math.max(1, Math.ulp((float) power) > 1 ? power >> 20 : 1));

        assertThat(Distribution.of(metrics, name).counts()).as(name).containsExactly(1, 1);
      }
    }
  }

  @Test
  void recordNanos_onAnExplicitBound_isWithinIt() {
    double[] bounds = {0.001, 0.003, 0.005, 0.007, 0.01, 0.1, 0.3, 0.7, 1.1};
    Histogram histogram = metrics.histogram("h").unit("s").explicit(bounds).create();
    for (double bound : bounds) {
      histogram.recordNanos(Math.round(bound * 1e9));
      histogram.recordNanos(Math.round(bound * 1e9) + 1);
    }

    assertThat(Distribution.of(metrics, "h").counts())
        .containsExactly(1, 2, 2, 2, 2, 2, 2, 2, 2, 1);
  }

  @Test
  void recordNanos_manyTimes_sumsExactly() {
    Histogram histogram = metrics.histogram("h").unit("s").create();
    for (int i = 0; i < 1_000_000; i++) {
      histogram.recordNanos(100_000_001);
    }

    assertThat(Distribution.of(metrics, "h").sum()).isEqualTo(100_000.001);
  }

  @Test
  void recordNanos_largestAndSmallest_doNotOverflow() {
    Histogram histogram = metrics.histogram("h").unit("s").create();
    for (int i = 0; i < 10; i++) {
      histogram.recordNanos(Long.MAX_VALUE);
      histogram.recordNanos(Long.MAX_VALUE / 2);
      histogram.record(Duration.ofSeconds(Long.MAX_VALUE));
    }
    Distribution reading = Distribution.of(metrics, "h");
    assertThat(reading.sum()).isCloseTo(25 * (Long.MAX_VALUE / 1e9), within(1.0));

    for (int i = 0; i < 10; i++) {
      histogram.recordNanos(Long.MIN_VALUE);
      histogram.recordNanos(Long.MIN_VALUE / 2);
      histogram.record(Duration.ofSeconds(Long.MIN_VALUE));
    }
    reading = Distribution.of(metrics, "h");
    assertThat(reading.count()).isEqualTo(60);
    assertThat(reading.sum()).isCloseTo(0, within(10.0));
  }

  @Test
  void recordNanos_unitNotOfTime_isRefusedAndCounted() {
    Histogram histogram = metrics.histogram("h").unit("By").create();

    histogram.recordNanos(1);
    histogram.record(Duration.ofSeconds(1));
    histogram.start().close();

    assertThat(Distribution.of(metrics, "h").count()).isZero();
    assertThat(Page.of(metrics).value("obs.metrics.refused{metric=\"h\",reason=\"unit\"}"))
        .isEqualTo(3L);
  }

  @Test
  void start_closedTwice_recordsTheElapsedTimeOnce() {
    Histogram histogram = metrics.histogram("h").unit("ms").create();

    Histogram.Timing timing = histogram.start();
    clock.advance(Duration.ofMillis(250));
    timing.close();
    clock.advance(Duration.ofMillis(250));
    timing.close();

    Distribution reading = Distribution.of(metrics, "h");
    assertThat(reading.count()).isEqualTo(1);
    assertThat(reading.sum()).isEqualTo(250);
  }

  @Test
  void time_taskThrows_isRecordedAndRethrown() throws Exception {
    Histogram histogram = metrics.histogram("h").unit("s").create();

    String result =
        histogram.time(
            () -> {
              clock.advance(Duration.ofSeconds(2));
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertThatThrownBy(
            () ->
                histogram.time(
                    () -> {
                      clock.advance(Duration.ofSeconds(3));
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");

    assertThat(Distribution.of(metrics, "h").sum()).isEqualTo(5);
  }
}
