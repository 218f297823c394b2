package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.entry;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricKind;
import io.obs4j.judges.SilentLogger;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The observable instruments of the OpenTelemetry front, alone and in batches. */
class OtelObservablesTest {

  private static final Attributes RED = Attributes.builder().put("color", "red").build();
  private static final Attributes BLUE = Attributes.builder().put("color", "blue").build();

  private final Diagnostics diagnostics = Diagnostics.loggingTo(new SilentLogger());
  private final Metrics metrics = Metrics.builder().diagnostics(diagnostics).build();
  private final Meter meter = metrics.meterProvider().get("shop");

  @Test
  void buildWithCallback_allSixInstruments_showWhatIsObserved() {
    meter.counterBuilder("c").buildWithCallback(m -> m.record(3, RED));
    meter.counterBuilder("dc").ofDoubles().buildWithCallback(m -> m.record(1.5));
    meter.upDownCounterBuilder("u").buildWithCallback(m -> m.record(-3));
    meter.upDownCounterBuilder("du").ofDoubles().buildWithCallback(m -> m.record(-1.5, BLUE));
    meter.gaugeBuilder("g").buildWithCallback(m -> m.record(Double.NaN));
    meter.gaugeBuilder("lg").ofLongs().buildWithCallback(m -> m.record(Long.MAX_VALUE));

    assertThat(Page.of(metrics).values())
        .contains(
            entry("c{color=\"red\"}", 3L),
            entry("dc", 1.5),
            entry("u", -3L),
            entry("du{color=\"blue\"}", -1.5),
            entry("g", Double.NaN),
            entry("lg", Long.MAX_VALUE));
    assertThat(Points.of(metrics))
        .allSatisfy(point -> assertThat(point.family().observed()).isTrue())
        .extracting(point -> point.family().kind())
        .containsExactlyInAnyOrder(
            MetricKind.COUNTER,
            MetricKind.COUNTER,
            MetricKind.UP_DOWN_COUNTER,
            MetricKind.UP_DOWN_COUNTER,
            MetricKind.GAUGE,
            MetricKind.GAUGE);
  }

  @Test
  void observations_ofOneSeries_addUpInSumsAndTheLastStaysInGauges() {
    meter
        .counterBuilder("c")
        .buildWithCallback(
            m -> {
              m.record(1, RED);
              m.record(2, RED);
            });
    meter.counterBuilder("c").buildWithCallback(m -> m.record(4, RED));
    meter
        .gaugeBuilder("g")
        .buildWithCallback(
            m -> {
              m.record(1, RED);
              m.record(2, RED);
            });

    assertThat(Page.of(metrics).values())
        .contains(entry("c{color=\"red\"}", 7L), entry("g{color=\"red\"}", 2.0));
  }

  @Test
  void close_once_theSeriesIsNoLongerShown() {
    ObservableLongCounter first = meter.counterBuilder("c").buildWithCallback(m -> m.record(1));
    meter.counterBuilder("c").buildWithCallback(m -> m.record(2, RED));
    assertThat(Points.of(metrics, "c")).hasSize(2);

    first.close();
    first.close();

    assertThat(Points.of(metrics, "c")).containsOnly(entry(RED, 2L));
  }

  @Test
  void batchCallback_ofSeveralInstruments_isCalledOnceForAllUntilClosed() {
    ObservableLongMeasurement longs = meter.counterBuilder("c").buildObserver();
    ObservableDoubleMeasurement doubles = meter.gaugeBuilder("g").buildObserver();
    int[] calls = new int[1];
    BatchCallback batch =
        meter.batchCallback(
            () -> {
              calls[0]++;
              longs.record(calls[0], RED);
              doubles.record(0.5 * calls[0]);
            },
            longs,
            doubles);

    assertThat(Page.of(metrics).values()).contains(entry("c{color=\"red\"}", 1L), entry("g", 0.5));
    assertThat(calls[0]).isEqualTo(1);

    batch.close();
    batch.close();
    assertThat(Points.of(metrics)).isEmpty();
    assertThat(calls[0]).isEqualTo(1);
  }

  @Test
  void observation_outsideOfACallbackOfItsOwn_isRefusedAndCounted() {
    ObservableLongMeasurement mine = meter.counterBuilder("mine").buildObserver();
    ObservableLongMeasurement other = meter.counterBuilder("other").buildObserver();
    meter.batchCallback(
        () -> {
          mine.record(1);
          other.record(1);
        },
        mine);
    AtomicReference<ObservableLongMeasurement> leaked = new AtomicReference<>();
    meter.counterBuilder("leaking").buildWithCallback(leaked::set);
    other.record(1);
    metrics.visit(new Points());
    leaked.get().record(1);

    assertThat(Page.of(metrics).values())
        .contains(
            entry("mine", 1L),
            entry("obs.metrics.refused{metric=\"other\",reason=\"outside_callback\"}", 3L),
            entry("obs.metrics.refused{metric=\"leaking\",reason=\"outside_callback\"}", 1L))
        .doesNotContainKeys("other", "leaking");
  }

  @Test
  void batchCallback_withWhatIsNotOurs_takesTheRestOrNothing() {
    ObservableLongMeasurement mine = meter.counterBuilder("mine").buildObserver();
    ObservableLongMeasurement otherMeters =
        metrics.meterProvider().get("other").counterBuilder("others").buildObserver();
    ObservableMeasurement foreign = new ObservableMeasurement() {};
    meter.batchCallback(
        () -> {
          mine.record(1);
          otherMeters.record(1);
        },
        mine,
        otherMeters,
        foreign,
        null);
    int[] calls = new int[1];
    BatchCallback nothing = meter.batchCallback(() -> calls[0]++, foreign);

    assertThat(Points.of(metrics)).hasSize(1);
    assertThat(calls[0]).isZero();
    assertThatCode(nothing::close).doesNotThrowAnyException();
    assertThatCode(() -> meter.batchCallback(null, mine).close()).doesNotThrowAnyException();
    assertThatCode(() -> meter.batchCallback(() -> {}, null, (ObservableMeasurement[]) null))
        .doesNotThrowAnyException();
  }

  @Test
  void callback_thatThrows_losesItsOwnSeriesAndIsCounted() {
    meter
        .counterBuilder("bad")
        .buildWithCallback(
            m -> {
              throw new IllegalStateException("planted");
            });
    meter.counterBuilder("good").buildWithCallback(m -> m.record(1));
    assertThatCode(() -> meter.gaugeBuilder("none").buildWithCallback(null).close())
        .doesNotThrowAnyException();

    assertThat(Points.of(metrics)).extracting(point -> point.family().name()).containsOnly("good");
    assertThat(diagnostics.faultCount(Callbacks.FAULT)).isEqualTo(1);
  }

  @Test
  void observed_negativeInACounterOrNotFiniteInASum_isRefused() {
    meter.counterBuilder("c").buildWithCallback(m -> m.record(-1));
    meter.counterBuilder("dc").ofDoubles().buildWithCallback(m -> m.record(Double.NaN));

    assertThat(Points.of(metrics)).isEmpty();
    assertThat(Page.of(metrics).values())
        .contains(
            entry("obs.metrics.refused{metric=\"c\",reason=\"negative\"}", 2L),
            entry("obs.metrics.refused{metric=\"dc\",reason=\"not_finite\"}", 2L));
  }
}
