package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricKind;
import io.obs4j.judges.SilentLogger;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleCounterBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleGaugeBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleHistogramBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleUpDownCounterBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedLongCounter;
import io.opentelemetry.api.incubator.metrics.ExtendedLongCounterBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedLongGaugeBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedLongHistogram;
import io.opentelemetry.api.incubator.metrics.ExtendedLongHistogramBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedLongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, duplicates, advice and rules of the OpenTelemetry front. */
class OtelDeclarationsTest {

  private static final AttributeKey<String> USER = AttributeKey.stringKey("user");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("route");
  private static final Attributes ANN = Attributes.of(USER, "ann", ROUTE, "/");
  private static final Attributes BOB = Attributes.of(USER, "bob", ROUTE, "/");
  private static final Attributes ROOT = Attributes.of(ROUTE, "/");

  private final Diagnostics diagnostics = Diagnostics.loggingTo(new SilentLogger());
  private final Metrics metrics = Metrics.builder().diagnostics(diagnostics).build();
  private final Meter meter = metrics.meterProvider().get("shop");

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "1a", "_a", "a b", "aé", "a{", "a\n", "-"})
  void name_thatIsNotAllowed_recordsNothingAndIsCounted(String name) {
    meter.counterBuilder(name).build().add(1);
    meter.upDownCounterBuilder(name).ofDoubles().build().add(1);
    meter.histogramBuilder(name).ofLongs().build().record(1);
    meter.gaugeBuilder(name).buildWithCallback(m -> m.record(1));

    assertThat(Points.of(metrics)).isEmpty();
    assertThat(diagnostics.faultCount(OtelMeter.FAULT_NAME)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A9", "http.server.request-duration/x_y"})
  void name_thatIsAllowed_records(String name) {
    meter.counterBuilder(name).build().add(1);
    assertThat(Points.of(metrics, name)).hasSize(1);
  }

  @Test
  void name_atItsLimit_is255Characters() {
    assertThat(OtelMeter.isName("a".repeat(255))).isTrue();
    assertThat(OtelMeter.isName("a".repeat(256))).isFalse();
  }

  @Test
  void meter_withoutName_works() {
    metrics.meterProvider().get(null).counterBuilder("c").build().add(1);
    metrics
        .meterProvider()
        .meterBuilder("")
        .setInstrumentationVersion(null)
        .setSchemaUrl(null)
        .build()
        .counterBuilder("c")
        .build()
        .add(2);

    assertThat(Points.of(metrics, "c")).containsOnly(entry(Attributes.empty(), 3L));
  }

  @Test
  void duplicate_thatAgrees_sharesTheSeries() {
    meter.counterBuilder("Orders").setDescription("first").build().add(1);
    metrics
        .meterProvider()
        .get("shop")
        .counterBuilder("orders")
        .setDescription("second")
        .ofDoubles()
        .build()
        .add(0.5);

    assertThat(Points.of(metrics)).hasSize(1);
    assertThat(Points.of(metrics, "Orders")).containsOnly(entry(Attributes.empty(), 1.5));
    assertThat(diagnostics.faultCount(Registry.FAULT_DUPLICATE)).isZero();
  }

  @Test
  void duplicate_ofAnotherScope_isAMetricOfItsOwn() {
    meter.counterBuilder("c").build().add(1);
    metrics.meterProvider().get("other").counterBuilder("c").build().add(2);

    assertThat(Points.of(metrics)).extracting(Points.Point::value).containsExactly(2L, 1L);
    assertThat(diagnostics.faultCount(Registry.FAULT_DUPLICATE)).isZero();
  }

  @Test
  void duplicate_ofAnotherKindOrUnit_isShownBesideAndTold() {
    meter.counterBuilder("c").build().add(1);
    meter.upDownCounterBuilder("c").build().add(-2);
    meter.upDownCounterBuilder("c").build().add(-2);
    meter.counterBuilder("c").setUnit("s").build().add(4);
    meter.gaugeBuilder("c").build().set(8);
    meter.gaugeBuilder("c").ofLongs().build().set(16);
    meter.counterBuilder("c").buildWithCallback(m -> m.record(32));

    assertThat(Points.of(metrics))
        .extracting(Points.Point::value)
        .containsExactly(1L, 32L, 4L, -4L, 8.0, 16L);
    assertThat(diagnostics.faultCount(Registry.FAULT_DUPLICATE)).isEqualTo(6);
  }

  @Test
  void duplicate_withOtherAdvice_countsByTheFirstAndIsTold() {
    meter.histogramBuilder("h").setExplicitBucketBoundariesAdvice(List.of(1.0, 2.0)).build();
    meter.histogramBuilder("h").build().record(1.5);

    Points.Buckets buckets = (Points.Buckets) Points.of(metrics, "h").get(Attributes.empty());
    assertThat(buckets.bounds()).containsExactly(1.0, 2.0);
    assertThat(diagnostics.faultCount(Registry.FAULT_DUPLICATE)).isEqualTo(1);
  }

  @Test
  void duplicate_ofOneOfOurs_isShownBesideIt() {
    metrics.counter("c").create().increment();
    metrics.meterProvider().get("").counterBuilder("c").build().add(2);
    metrics.meterProvider().get("").counterBuilder("d").build().add(4);

    assertThat(Points.of(metrics)).extracting(Points.Point::value).containsExactly(1L, 2L, 4L);
    assertThat(diagnostics.faultCount(Registry.FAULT_DUPLICATE)).isEqualTo(1);
    assertThatThrownBy(() -> metrics.counter("d").create())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labels=[]")
        .hasMessageContaining("attributes=any");
  }

  @Test
  void metricLimit_reached_recordsNothingAndIsTold() {
    Metrics few = Metrics.builder().diagnostics(diagnostics).metricLimit(1).build();
    Meter small = few.meterProvider().get("m");
    small.counterBuilder("a").build().add(1);
    small.counterBuilder("b").build().add(1);
    small.gaugeBuilder("c").buildWithCallback(m -> m.record(1));
    small.batchCallback(() -> {}, small.counterBuilder("d").buildObserver());

    assertThat(Points.of(few)).extracting(point -> point.family().name()).containsExactly("a");
    assertThat(diagnostics.faultCount(Registry.FAULT_FULL)).isEqualTo(3);
  }

  @Test
  void boundariesAdvice_ofBothTypes_givesExplicitBuckets() {
    meter
        .histogramBuilder("h")
        .setExplicitBucketBoundariesAdvice(List.of(1.0, 2.0))
        .build()
        .record(1.5);
    meter
        .histogramBuilder("l")
        .ofLongs()
        .setExplicitBucketBoundariesAdvice(List.of(5L))
        .build()
        .record(5);
    meter.histogramBuilder("one").setExplicitBucketBoundariesAdvice(List.of()).build().record(5);

    assertThat(buckets("h")).isEqualTo(bucketsOf(List.of(1.0, 2.0), List.of(0L, 1L, 0L)));
    assertThat(buckets("l")).isEqualTo(bucketsOf(List.of(5.0), List.of(1L, 0L)));
    assertThat(buckets("one")).isEqualTo(bucketsOf(List.of(), List.of(1L)));
  }

  @Test
  void boundariesAdvice_thatIsWrong_isToldAndNotFollowed() {
    meter.histogramBuilder("a").setExplicitBucketBoundariesAdvice(List.of(2.0, 1.0));
    meter.histogramBuilder("b").setExplicitBucketBoundariesAdvice(Arrays.asList(1.0, null));
    meter.histogramBuilder("c").setExplicitBucketBoundariesAdvice(null);
    assertThat(diagnostics.faultCount(OtelDeclaration.FAULT_ADVICE)).isEqualTo(2);

    meter
        .histogramBuilder("d")
        .setExplicitBucketBoundariesAdvice(List.of(Double.NaN))
        .build()
        .record(1);
    assertThat(((Points.Buckets) Points.of(metrics, "d").get(Attributes.empty())).bounds())
        .hasSizeGreaterThan(5);
  }

  private List<?> buckets(String metric) {
    Points.Buckets buckets = (Points.Buckets) Points.of(metrics, metric).get(Attributes.empty());
    return bucketsOf(buckets.bounds(), buckets.counts());
  }

  private static List<?> bucketsOf(List<Double> bounds, List<Long> counts) {
    return List.of(bounds, counts);
  }

  @Test
  void incubator_onTheClassPath_extendsAllBuilders() {
    assertThat(meter.counterBuilder("c")).isInstanceOf(ExtendedLongCounterBuilder.class);
    assertThat(meter.counterBuilder("c").ofDoubles())
        .isInstanceOf(ExtendedDoubleCounterBuilder.class);
    assertThat(meter.upDownCounterBuilder("u"))
        .isInstanceOf(ExtendedLongUpDownCounterBuilder.class);
    assertThat(meter.upDownCounterBuilder("u").ofDoubles())
        .isInstanceOf(ExtendedDoubleUpDownCounterBuilder.class);
    assertThat(meter.histogramBuilder("h")).isInstanceOf(ExtendedDoubleHistogramBuilder.class);
    assertThat(meter.histogramBuilder("h").ofLongs())
        .isInstanceOf(ExtendedLongHistogramBuilder.class);
    assertThat(meter.gaugeBuilder("g")).isInstanceOf(ExtendedDoubleGaugeBuilder.class);
    assertThat(meter.gaugeBuilder("g").ofLongs()).isInstanceOf(ExtendedLongGaugeBuilder.class);
  }

  @Test
  void attributesAdvice_ofARecording_keepsTheAdvisedOnly() {
    LongCounter counter =
        ((ExtendedLongCounterBuilder) meter.counterBuilder("c"))
            .setAttributesAdvice(List.of(ROUTE, AttributeKey.longKey("user")))
            .build();
    counter.add(1, ANN);
    counter.add(2, BOB);
    counter.add(4, ROOT);
    ((ExtendedDoubleGaugeBuilder) meter.gaugeBuilder("g"))
        .setAttributesAdvice(List.of(ROUTE))
        .buildWithCallback(m -> m.record(8, ANN));

    assertThat(Points.of(metrics, "c")).containsOnly(entry(ROOT, 7L));
    assertThat(Points.of(metrics, "g")).containsOnly(entry(ROOT, 8.0));
  }

  @Test
  void bind_toAttributes_recordsToTheirSeries() {
    LongCounter counter = meter.counterBuilder("c").build();
    counter.add(1, ANN);
    var bound = ((ExtendedLongCounter) counter).bind(ANN);
    bound.add(2);
    bound.add(4, Context.root());
    bound.add(-8);
    ((ExtendedLongHistogram) meter.histogramBuilder("h").ofLongs().build()).bind(ANN).record(3);

    assertThat(Points.of(metrics, "c")).containsOnly(entry(ANN, 7L));
    assertThat(((Points.Buckets) Points.of(metrics, "h").get(ANN)).sum()).isEqualTo(3);
  }

  @Test
  void rules_forOpenTelemetryInstruments_applyAsForOurs() {
    Rules rules =
        Rules.builder()
            .deny("secret.*")
            .rename("old.*", "new.*")
            .drop("new.*", "nothing")
            .drop("old.*", "user")
            .buckets("*.time", 1, 2)
            .limit("few", 1)
            .build();
    Metrics ruled = Metrics.builder().diagnostics(diagnostics).rules(rules).build();
    Meter changed = ruled.meterProvider().get("shop");
    changed.counterBuilder("secret.c").build().add(1);
    changed.counterBuilder("secret.o").buildWithCallback(m -> m.record(1));
    LongUpDownCounter balance = changed.upDownCounterBuilder("old.balance").build();
    balance.add(1, ANN);
    balance.add(2, BOB);
    balance.add(4, Attributes.of(AttributeKey.longKey("user"), 5L, ROUTE, "/"));
    changed
        .counterBuilder("old.observed")
        .buildWithCallback(
            m -> {
              m.record(1, ANN);
              m.record(2, BOB);
            });
    changed.histogramBuilder("old.time").build().record(1.5, ANN);
    LongCounter few = changed.counterBuilder("few").build();
    few.add(1, ANN);
    few.add(1, BOB);

    assertThat(Page.of(ruled).values())
        .contains(
            entry("new.balance{route=\"/\"}", 7L),
            entry("new.observed{route=\"/\"}", 3L),
            entry("few{otel.metric.overflow=\"true\"}", 1L));
    assertThat(((Points.Buckets) Points.of(ruled, "new.time").get(ROOT)).bounds())
        .containsExactly(1.0, 2.0);
    assertThat(Points.of(ruled))
        .extracting(point -> point.family().name())
        .doesNotContain("secret.c", "secret.o");
  }

  @Test
  void rules_thatMakeTwoMeetInOneName_leaveTheLaterOut() {
    Metrics ruled =
        Metrics.builder()
            .diagnostics(diagnostics)
            .rules(Rules.builder().rename("b", "a").build())
            .build();
    Meter changed = ruled.meterProvider().get("shop");
    changed.counterBuilder("a").build().add(1);
    changed.upDownCounterBuilder("b").build().add(2);

    assertThat(Points.of(ruled)).extracting(Points.Point::value).containsExactly(1L);
    assertThat(Points.of(ruled))
        .extracting(p -> p.family().kind())
        .containsExactly(MetricKind.COUNTER);
    assertThat(diagnostics.faultCount(Rules.FAULT)).isEqualTo(1);
  }
}
