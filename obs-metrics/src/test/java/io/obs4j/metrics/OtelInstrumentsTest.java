package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.ManualClock;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.judges.SilentLogger;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The synchronous instruments of the OpenTelemetry front. */
class OtelInstrumentsTest {

  private static final Attributes RED = Attributes.builder().put("color", "red").build();
  private static final Attributes BLUE = Attributes.builder().put("color", "blue").build();

  private final ManualClock clock = ManualClock.at(Instant.ofEpochSecond(1_000));
  private final Diagnostics diagnostics = Diagnostics.loggingTo(new SilentLogger());
  private final Metrics metrics = Metrics.builder().clock(clock).diagnostics(diagnostics).build();
  private final Meter meter =
      metrics
          .meterProvider()
          .meterBuilder("shop")
          .setInstrumentationVersion("1.2")
          .setSchemaUrl("https://schema")
          .build();

  @Test
  void allInstruments_recorded_showValuesOfTheirType() {
    meter.counterBuilder("c").build().add(3, RED);
    meter.counterBuilder("dc").ofDoubles().build().add(1.5, RED);
    meter.upDownCounterBuilder("u").build().add(-3, BLUE);
    meter.upDownCounterBuilder("du").ofDoubles().build().add(-1.5);
    meter.histogramBuilder("h").build().record(1.5, RED);
    meter.histogramBuilder("lh").ofLongs().build().record(2);
    meter.gaugeBuilder("g").build().set(Double.POSITIVE_INFINITY, RED);
    meter.gaugeBuilder("lg").ofLongs().build().set(Long.MAX_VALUE, BLUE);

    assertThat(Page.of(metrics).values())
        .contains(
            entry("c{color=\"red\"}", 3L),
            entry("dc{color=\"red\"}", 1.5),
            entry("u{color=\"blue\"}", -3L),
            entry("du", -1.5),
            entry("h{color=\"red\"}", 1L),
            entry("lh", 1L),
            entry("g{color=\"red\"}", Double.POSITIVE_INFINITY),
            entry("lg{color=\"blue\"}", Long.MAX_VALUE));
  }

  @Test
  void family_ofAnInstrument_hasScopeUnitAndDescription() {
    meter.counterBuilder("c").setUnit("{thing}").setDescription("Things.").build().add(1);
    meter.counterBuilder("nulls").setUnit(null).setDescription(null).build().add(1);

    InstrumentationScope scope =
        new InstrumentationScope("shop", "1.2", "https://schema", Attributes.empty());
    assertThat(Points.of(metrics))
        .extracting(Points.Point::family)
        .contains(
            new MetricFamily(scope, "c", MetricKind.COUNTER, "{thing}", "Things.", false),
            new MetricFamily(scope, "nulls", MetricKind.COUNTER, "", "", false));
  }

  @Test
  void attributes_ofAllTypesAndDifferentKeys_areSeriesOfTheirOwn() {
    LongCounter counter = meter.counterBuilder("c").build();
    counter.add(1, Attributes.of(AttributeKey.longKey("k"), 1L));
    counter.add(2, Attributes.of(AttributeKey.stringKey("k"), "1"));
    counter.add(4, Attributes.of(AttributeKey.doubleKey("k"), 1.0));
    counter.add(8, Attributes.of(AttributeKey.booleanArrayKey("k"), List.of(true, false)));
    counter.add(16, Attributes.of(AttributeKey.stringArrayKey("other"), List.of("a")));
    counter.add(32, Attributes.of(AttributeKey.stringArrayKey("other"), List.of("a")));
    counter.add(64, null);
    counter.add(128);

    assertThat(Points.of(metrics, "c"))
        .containsOnly(
            entry(Attributes.of(AttributeKey.longKey("k"), 1L), 1L),
            entry(Attributes.of(AttributeKey.stringKey("k"), "1"), 2L),
            entry(Attributes.of(AttributeKey.doubleKey("k"), 1.0), 4L),
            entry(Attributes.of(AttributeKey.booleanArrayKey("k"), List.of(true, false)), 8L),
            entry(Attributes.of(AttributeKey.stringArrayKey("other"), List.of("a")), 48L),
            entry(Attributes.empty(), 192L));
  }

  @Test
  void recordings_thatAreRefused_areCountedAndMakeNoSeries() {
    meter.counterBuilder("c").build().add(-1);
    DoubleCounter counter = meter.counterBuilder("dc").ofDoubles().build();
    counter.add(-0.5);
    counter.add(Double.NaN);
    meter.upDownCounterBuilder("u").ofDoubles().build().add(Double.POSITIVE_INFINITY);
    meter.histogramBuilder("h").build().record(Double.NaN);

    assertThat(Page.of(metrics).values())
        .contains(
            entry("obs.metrics.refused{metric=\"c\",reason=\"negative\"}", 1L),
            entry("obs.metrics.refused{metric=\"dc\",reason=\"negative\"}", 1L),
            entry("obs.metrics.refused{metric=\"dc\",reason=\"not_finite\"}", 1L),
            entry("obs.metrics.refused{metric=\"u\",reason=\"not_finite\"}", 1L),
            entry("obs.metrics.refused{metric=\"h\",reason=\"not_finite\"}", 1L))
        .doesNotContainKeys("c", "dc", "u", "h");
  }

  @Test
  void limit_reached_furtherAttributesShareTheOverflowSeries() {
    Metrics small = Metrics.builder().diagnostics(diagnostics).limit(2).build();
    LongCounter counter = small.meterProvider().get("m").counterBuilder("c").build();
    for (int i = 0; i < 5; i++) {
      counter.add(1, Attributes.of(AttributeKey.longKey("i"), (long) i));
    }
    counter.add(10, Attributes.of(AttributeKey.longKey("i"), 1L));

    assertThat(Page.of(small).values())
        .contains(
            entry("c{i=\"0\"}", 1L),
            entry("c{i=\"1\"}", 11L),
            entry("c{otel.metric.overflow=\"true\"}", 3L),
            entry("obs.metrics.refused{metric=\"c\",reason=\"limit\"}", 3L));
  }

  @Test
  void attributes_ofAForeignClass_areCopiedOrSentToTheOverflowSeries() {
    LongCounter counter = meter.counterBuilder("c").build();
    counter.add(1, RED);
    counter.add(2, foreign(RED));
    counter.add(4, foreign(null));

    assertThat(Page.of(metrics).values())
        .contains(
            entry("c{color=\"red\"}", 3L),
            entry("c{otel.metric.overflow=\"true\"}", 4L),
            entry("obs.metrics.refused{metric=\"c\",reason=\"attributes\"}", 1L));
  }

  /** Attributes that forward to others, or throw where there are none. */
  private static Attributes foreign(Attributes delegate) {
    return (Attributes)
        Proxy.newProxyInstance(
            Attributes.class.getClassLoader(),
            new Class<?>[] {Attributes.class},
            (proxy, method, arguments) -> {
              if (delegate == null) {
                throw new IllegalStateException("planted");
              }
              return method.invoke(delegate, arguments);
            });
  }

  @Test
  void exemplar_contextHandedOver_isTakenFromItAndNotFromTheCurrentOne() {
    LongCounter counter = meter.counterBuilder("c").build();
    DoubleHistogram histogram = meter.histogramBuilder("h").build();
    Context context = Context.root().with(sampledSpan("00000000000000aa"));

    counter.add(7, RED, context);
    histogram.record(7, RED, context);

    assertThat(Points.of(metrics))
        .flatExtracting(Points.Point::exemplars)
        .hasSize(2)
        .allSatisfy(
            exemplar -> {
              assertThat(exemplar.value()).isEqualTo(7);
              assertThat(exemplar.spanId()).isEqualTo(0xaa);
              assertThat(exemplar.epochNanos()).isEqualTo(clock.epochNanos());
            });
  }

  private static Span sampledSpan(String spanId) {
    return Span.wrap(
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            spanId,
            TraceFlags.getSampled(),
            TraceState.getDefault()));
  }

  @Test
  void gauge_ofLongs_isExactAndLastOneStays() {
    LongGauge gauge = meter.gaugeBuilder("g").ofLongs().build();
    long beyondDoubles = (1L << 53) + 1;
    gauge.set(1, RED);
    gauge.set(beyondDoubles, RED, Context.root());

    assertThat(Page.of(metrics).value("g{color=\"red\"}")).isEqualTo(beyondDoubles);
  }

  @Test
  void start_ofASeries_isItsFirstRecording() {
    LongCounter counter = meter.counterBuilder("c").build();
    counter.add(1, RED);
    long first = clock.epochNanos();
    clock.advance(Duration.ofSeconds(5));
    counter.add(1, RED);
    counter.add(1, BLUE);

    assertThat(Points.of(metrics))
        .extracting(Points.Point::attributes, Points.Point::startEpochNanos)
        .containsExactlyInAnyOrder(tuple(RED, first), tuple(BLUE, clock.epochNanos()));
  }
}
