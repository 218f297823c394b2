package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.obs4j.core.ManualClock;
import io.obs4j.core.MetricSource;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;
import io.obs4j.core.SummaryReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final Metrics metrics = Metrics.builder().clock(clock).build();

  /** What a walk shows of the one summary. */
  private static final class Shown implements SelectiveMetricVisitor {

    long count;
    double sum;
    double[] quantiles = {};
    double[] values = {};

    static Shown by(MetricSource source) {
      Shown shown = new Shown();
      source.visit(shown);
      return shown;
    }

    @Override
    public void summary(Series series, SummaryReading reading) {
      count = reading.count();
      sum = reading.sum();
      quantiles = new double[reading.quantileCount()];
      values = new double[reading.quantileCount()];
      for (int i = 0; i < values.length; i++) {
        quantiles[i] = reading.quantile(i);
        values[i] = reading.value(i);
      }
    }
  }

  @Test
  void record_randomValues_quantilesAreWithinThePrecision() {
    Summary summary = metrics.summary("s").unit("s").quantiles(0.1, 0.5, 0.99, 0.999).create();
    SplittableRandom random = new SplittableRandom(42);
    double[] recorded = new double[100_000];
    double sum = 0;
    for (int i = 0; i < recorded.length; i++) {
      recorded[i] = Math.exp(random.nextDouble() * 12 - 9);
      sum += recorded[i];
      summary.record(recorded[i]);
    }
    Arrays.sort(recorded);

    Shown shown = Shown.by(metrics);

    assertThat(shown.count).isEqualTo(recorded.length);
    assertThat(shown.sum).isEqualTo(sum, within(1e-6 * sum));
    assertThat(shown.quantiles).containsExactly(0.1, 0.5, 0.99, 0.999, 1);
    for (int i = 0; i < 4; i++) {
      double exact = recorded[(int) Math.ceil(shown.quantiles[i] * recorded.length) - 1];
      assertThat(shown.values[i]).isEqualTo(exact, within(exact * 0.01 + 1e-6));
    }
    assertThat(shown.values[4]).isEqualTo(recorded[recorded.length - 1]);
  }

  @Test
  void record_windowPasses_forgetsValuesButNotCountAndSum() {
    Summary summary = metrics.summary("s").window(Duration.ofMinutes(2), 4).create();
    summary.record(100);
    clock.advance(Duration.ofSeconds(60));
    summary.record(1);

    assertThat(Shown.by(metrics).values).endsWith(100.0);

    clock.advance(Duration.ofSeconds(60));
    assertThat(Shown.by(metrics).values).endsWith(1.0);
    clock.advance(Duration.ofSeconds(60));
    Shown empty = Shown.by(metrics);
    assertThat(empty.values).containsOnly(Double.NaN);
    assertThat(empty.count).isEqualTo(2);
    assertThat(empty.sum).isEqualTo(101);
  }

  @Test
  void record_ringTurnsManyTimes_showsTheLastWindowOnly() {
    Summary summary = metrics.summary("s").window(Duration.ofSeconds(4), 4).create();
    for (int second = 0; second < 1_000; second++) {
      summary.record(second);
      Shown shown = Shown.by(metrics);
      assertThat(shown.values[3]).isEqualTo(second);
      assertThat(shown.values[0]).isBetween(second - 4.0, second + 0.0);
      clock.advance(Duration.ofSeconds(1));
    }
    clock.advance(Duration.ofDays(1));
    assertThat(Shown.by(metrics).values).containsOnly(Double.NaN);
  }

  @Test
  void record_rateFallsSuddenly_isAttributedRightAfterTheNextReading() {
    Summary summary = metrics.summary("s").window(Duration.ofSeconds(4), 4).create();
    for (int i = 0; i < 10_000; i++) {
      summary.record(1);
    }
    clock.advance(Duration.ofSeconds(2));
    Shown.by(metrics);
    summary.record(7);
    clock.advance(Duration.ofSeconds(2));

    assertThat(Shown.by(metrics).values).containsOnly(7.0);
  }

  @Test
  void record_whatIsNoMeasurement_isRefusedOrClampedAndCounted() {
    Summary summary = metrics.summary("s").range(0.5, 100).create();
    summary.record(-1);
    summary.record(Double.NaN);
    summary.record(Double.POSITIVE_INFINITY);
    summary.recordNanos(5);
    summary.record(1e300);
    summary.record(0.0);
    summary.record(-0.0);

    Shown shown = Shown.by(metrics);

    assertThat(shown.count).isEqualTo(3);
    assertThat(shown.sum).isEqualTo(100);
    assertThat(shown.values).endsWith(100.0);
    Page page = Page.of(metrics);
    assertThat(page.value("obs.metrics.refused{metric=\"s\",reason=\"negative\"}")).isEqualTo(1L);
    assertThat(page.value("obs.metrics.refused{metric=\"s\",reason=\"not_finite\"}")).isEqualTo(2L);
    assertThat(page.value("obs.metrics.refused{metric=\"s\",reason=\"unit\"}")).isEqualTo(1L);
    assertThat(page.value("obs.metrics.refused{metric=\"s\",reason=\"too_large\"}")).isEqualTo(1L);
  }

  @Test
  void recordNanos_unitsOfTime_converts() {
    for (String unit : new String[] {"ns", "us", "ms", "s", "min", "h"}) {
      Metrics own = Metrics.builder().clock(clock).build();
      Summary summary = own.summary("s").unit(unit).create();
      summary.recordNanos(1_800_000_000L);
      summary.record(Duration.ofMillis(200));

      assertThat(Shown.by(own).sum * TimeUnits.nanos(unit)).isEqualTo(2e9, within(10.0));
    }
    Metrics own = Metrics.create();
    own.summary("s").unit("s").create().record(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(Shown.by(own).values).containsOnly(3_600.0);
  }

  @Test
  void recordNanos_manyTimes_sumAndMaximumAreExact() {
    Summary summary = metrics.summary("s").unit("s").create();
    long total = 0;
    for (long nanos = 1; nanos <= 300_000_000; nanos += 99_991) {
      summary.recordNanos(nanos);
      total += nanos;
      assertThat(nanos % 7 != 0 || Shown.by(metrics).values[3] == nanos / 1e9).isTrue();
    }

    assertThat(Shown.by(metrics).sum).isEqualTo(total / 1e9);
  }

  @Test
  void build_whatCannotBe_throwsNamingIt() {
    SummaryBuilder builder = metrics.summary("s");

    assertThatThrownBy(() -> builder.quantiles(1.5)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> builder.quantiles(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> builder.digits(5)).hasMessageContaining("5");
    assertThatThrownBy(() -> builder.window(Duration.ZERO, 4)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> builder.window(Duration.ofSeconds(1), 1)).hasMessageContaining("1");
    assertThatThrownBy(() -> builder.range(0, 1)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> builder.range(1e-310, 1e-300)).hasMessageContaining("subnormal");
    assertThatThrownBy(() -> builder.range(1e-9, 1e9)).hasMessageContaining("2^53");
  }

  @Test
  void remove_keptInstrument_isRefused() {
    Family<Summary> family = metrics.summary("s").labels("a");
    Summary summary = family.of("x");
    summary.record(1);
    var reader = metrics.openReader();
    family.remove("x");
    summary.record(2);

    assertThat(Shown.by(reader::visit).count).isEqualTo(1);
    assertThat(Page.of(metrics).value("obs.metrics.refused{metric=\"s\",reason=\"removed\"}"))
        .isEqualTo(1L);
  }
}
