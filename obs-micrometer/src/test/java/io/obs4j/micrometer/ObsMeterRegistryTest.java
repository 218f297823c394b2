package io.obs4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.export.prometheus.ExpositionFormat;
import io.obs4j.export.prometheus.PrometheusWriter;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.Rules;
import io.opentelemetry.api.common.Attributes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is ours alone of the registry; what is Micrometer's its own kit tests. */
class ObsMeterRegistryTest {

  private final MockClock clock = new MockClock();
  private final Metrics metrics =
      Metrics.builder()
          .clock(new MockedClock(clock))
          .diagnostics(Diagnostics.create())
          .limit(3)
          .rules(Rules.builder().deny("dropped.*").build())
          .build();
  private final ObsMeterRegistry registry = new ObsMeterRegistry(metrics, clock);

  private Map<String, Double> page() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrometheusWriter writer =
        PrometheusWriter.builder(metrics, Resource.of(Attributes.empty()), metrics.diagnostics())
            .targetInfo(false)
            .build()) {
      writer.write(out, ExpositionFormat.TEXT, Set.of());
    }
    return new ExposedPage(out.toString(StandardCharsets.UTF_8)).samples();
  }

  @Test
  void meters_ofOneNameWithOtherKeys_areAllShown() throws IOException {
    registry.counter("orders", "country", "de").increment(2);
    registry.counter("orders", "shop", "main", "till", "4").increment(3);
    registry.counter("orders").increment(5);

    assertThat(page())
        .containsEntry("orders_total[country=de]", 2.0)
        .containsEntry("orders_total[shop=main, till=4]", 3.0)
        .containsEntry("orders_total[]", 5.0);
  }

  @Test
  void meters_withLongNames_stayTwo_andAreCounted() throws IOException {
    String stem = "x".repeat(260);
    registry.counter(stem + 'a').increment(2);
    registry.counter(stem + 'b').increment(3);
    registry.timer(stem + 'c').record(Duration.ofSeconds(4));
    registry.gauge(" ", 5);
    DistributionSummary.builder("z").baseUnit("u".repeat(300)).register(registry).record(6);

    Map<String, Double> page = page();
    assertThat(page.values()).contains(2.0, 3.0, 4.0, 5.0, 6.0);
    assertThat(page.keySet()).anyMatch(series -> series.endsWith("_seconds_max[]"));
    ShownHistograms names = new ShownHistograms();
    metrics.visit(names);
    assertThat(names.all).allMatch(name -> name.length() <= 255);
    assertThat(metrics.diagnostics().faultCount(MeterSeries.FAULT)).isEqualTo(6);
  }

  @Test
  void meter_whoseNameFits_butNotItsMaximum_hasBoth() throws IOException {
    Timer timer = registry.timer("y".repeat(255));
    timer.record(Duration.ofSeconds(4));

    assertThat(page()).containsEntry("y".repeat(255) + "_seconds_count[]", 1.0).containsValue(4.0);
    assertThat(metrics.diagnostics().faultCount(MeterSeries.FAULT)).isEqualTo(1);
    registry.remove(timer);
  }

  @Test
  void longTaskTimer_withBuckets_showsTheTasksOfEachWalk() throws IOException {
    LongTaskTimer timer =
        LongTaskTimer.builder("task")
            .serviceLevelObjectives(Duration.ofSeconds(150), Duration.ofSeconds(400))
            .register(registry);
    LongTaskTimer.Sample first = timer.start();
    clock.add(Duration.ofSeconds(200));
    timer.start();

    assertThat(page())
        .isEqualTo(
            Map.of(
                "task_seconds_bucket[le=150.0]", 1.0,
                "task_seconds_bucket[le=400.0]", 2.0,
                "task_seconds_bucket[le=Infinity]", 2.0,
                "task_seconds_gcount[]", 2.0,
                "task_seconds_gsum[]", 200.0,
                "task_seconds_max[]", 200.0));
    first.stop();
    assertThat(page())
        .containsEntry("task_seconds_bucket[le=400.0]", 1.0)
        .containsEntry("task_seconds_gcount[]", 1.0);
    registry.remove(timer);
    assertThat(page()).isEmpty();
  }

  @Test
  void meter_thatIsRemoved_endsItsSeries() throws IOException {
    AtomicLong size = new AtomicLong(7);
    Counter counter = registry.counter("orders");
    Gauge gauge = Gauge.builder("size", size, AtomicLong::get).register(registry);
    Timer timer = registry.timer("time");
    counter.increment(2);
    timer.record(Duration.ofSeconds(3));
    registry.remove(counter);
    registry.remove(gauge);
    registry.remove(timer);

    assertThat(page()).doesNotContainKeys("size[]", "time_seconds_max[]");
    counter.increment();
    assertThat(counter.count()).isEqualTo(2);
    registry.counter("orders").increment(4);
    assertThat(registry.counter("orders").count()).isEqualTo(4);
  }

  @Test
  void registry_thatIsCleared_hasNothingLeftToShow() throws IOException {
    registry.counter("orders").increment();
    registry.gauge("size", 7);
    registry.timer("time").record(Duration.ofSeconds(3));
    registry.summary("weight").record(3);
    registry.more().longTaskTimer("task").start();
    registry.clear();

    assertThat(page()).isEmpty();
  }

  @Test
  void registry_thatIsClosed_keepsWhatThereIs_andTakesNoMore() throws IOException {
    registry.counter("orders").increment();
    registry.close();
    registry.counter("late").increment();

    assertThat(page()).containsKey("orders_total[]").doesNotContainKey("late_total[]");
  }

  @Test
  void histogramAndPercentiles_ofOneTimer_areBothTold() {
    Timer timer =
        Timer.builder("time")
            .publishPercentiles(0.5)
            .serviceLevelObjectives(Duration.ofMillis(10), Duration.ofMillis(100))
            .register(registry);
    for (int i = 0; i < 9; i++) {
      timer.record(20, TimeUnit.MILLISECONDS);
    }
    timer.record(200, TimeUnit.MILLISECONDS);

    HistogramSnapshot snapshot = timer.takeSnapshot();
    assertThat(snapshot.histogramCounts())
        .extracting(bucket -> bucket.bucket(TimeUnit.MILLISECONDS), CountAtBucket::count)
        .containsExactly(tuple(10.0, 0.0), tuple(100.0, 9.0));
    ValueAtPercentile median = snapshot.percentileValues()[0];
    assertThat(median.value(TimeUnit.MILLISECONDS)).isCloseTo(20, within(2.0));
    assertThat(snapshot.count()).isEqualTo(10);
    assertThat(snapshot.total(TimeUnit.MILLISECONDS)).isEqualTo(380);
    assertThat(snapshot.max(TimeUnit.MILLISECONDS)).isEqualTo(200);
  }

  @Test
  void percentiles_lookBackAsFarAsTheExpiry() {
    Timer timer =
        Timer.builder("time")
            .publishPercentiles(0.5)
            .distributionStatisticExpiry(Duration.ofSeconds(30))
            .register(registry);
    timer.record(Duration.ofSeconds(2));
    assertThat(timer.takeSnapshot().percentileValues()[0].value(TimeUnit.SECONDS))
        .isCloseTo(2, within(0.2));

    clock.add(Duration.ofSeconds(31));
    assertThat(timer.takeSnapshot().percentileValues()[0].value(TimeUnit.SECONDS)).isZero();
    assertThat(timer.count()).isEqualTo(1);
  }

  @Test
  void percentileHistogram_hasExponentialBuckets_too() {
    Timer timer = Timer.builder("time").publishPercentileHistogram().register(registry);
    timer.record(Duration.ofMillis(20));
    Timer.builder("objectives")
        .serviceLevelObjectives(Duration.ofMillis(10))
        .register(registry)
        .record(Duration.ofMillis(20));

    ShownHistograms names = new ShownHistograms();
    metrics.visit(names);
    assertThat(names.exponential).containsExactly("time");
    assertThat(names.explicit).containsExactly("objectives");
  }

  @Test
  void totals_areExact_howeverManyNanosecondsThereAre() {
    Timer timer = registry.timer("time");
    DistributionSummary summary = registry.summary("size");
    for (int i = 0; i < 1_000; i++) {
      timer.record(3_333_333_333_333L, TimeUnit.NANOSECONDS);
      summary.record(1L << 40);
    }

    assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(3_333_333_333_333_000.0);
    assertThat(summary.totalAmount()).isEqualTo(1_000.0 * (1L << 40));
  }

  @Test
  void series_beyondTheLimit_shareTheOverflow() throws IOException {
    for (int i = 0; i < 10; i++) {
      registry.counter("orders", "id", "i" + i).increment();
    }

    assertThat(page())
        .containsEntry("orders_total[id=i2]", 1.0)
        .containsEntry("orders_total[otel_metric_overflow=true]", 7.0);
  }

  @Test
  void metric_thatARuleDrops_recordsNothing() throws IOException {
    Counter counter = registry.counter("dropped.counter");
    counter.increment();
    Timer timer = registry.timer("dropped.timer");
    timer.record(Duration.ofSeconds(1));
    FunctionCounter.builder("dropped.function", this, test -> 1).register(registry);

    assertThat(counter.count()).isZero();
    assertThat(timer.count()).isZero();
    assertThat(page().keySet()).noneMatch(series -> series.contains("dropped"));
  }

  @Test
  void namingConvention_ofTheUser_isFollowed() throws IOException {
    registry.config().namingConvention(NamingConvention.upperCamelCase);
    registry.counter("orders.taken", "ship.to", "de").increment();

    assertThat(page()).containsEntry("OrdersTaken_total[ShipTo=de]", 1.0);
  }

  @Test
  void meter_ofTheSameName_andAnotherKind_isShownBesideIt() {
    registry.counter("orders", "a", "1").increment();
    registry.gauge("orders", Tags.of("b", "2"), 7);

    ShownHistograms names = new ShownHistograms();
    metrics.visit(names);
    assertThat(names.all).contains("orders", "orders");
  }

  @Test
  void counter_thatIsToldToShrink_doesNot() {
    Counter counter = registry.counter("orders");
    counter.increment(3);
    counter.increment(-1);
    counter.increment(Double.NaN);
    counter.increment(0x1p63);

    assertThat(counter.count()).isEqualTo(3 + 0x1p63);
  }

  @Test
  void meter_ofACustomType_hasAMetricForEachStatistic() throws IOException {
    Meter.builder(
            "pool",
            Meter.Type.OTHER,
            List.of(
                new Measurement(() -> 3.0, Statistic.MAX),
                new Measurement(() -> 5.0, Statistic.TOTAL)))
        .register(registry);

    assertThat(page())
        .containsEntry("pool_max[statistic=MAX]", 3.0)
        .containsEntry("pool_sum_total[statistic=TOTAL]", 5.0);
  }
}
