package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Metrics whose labels are not fixed. */
class OpenFamilyTest {

  private static final Attributes GERMAN = Attributes.builder().put("country", "de").build();
  private static final Attributes FOURTH =
      Attributes.builder().put("till", 4).put("open", true).build();

  private final Metrics metrics = Metrics.builder().diagnostics(Diagnostics.create()).build();

  private static List<Long> shown(OpenFamily<Counter> family, Counter counter) {
    List<Long> values = new ArrayList<>();
    family.visit(counter, new LastValues(values::add));
    return values;
  }

  @Test
  void series_ofOtherKeys_areOfOneMetric() {
    OpenFamily<Counter> orders = metrics.counter("orders").open();
    orders.of(GERMAN).add(2);
    orders.of(FOURTH).add(3);
    orders.of(Attributes.empty()).add(5);
    orders.of(null).add(7);

    Page page = Page.of(metrics);
    assertThat(page.value("orders{country=\"de\"}")).isEqualTo(2L);
    assertThat(page.value("orders{open=\"true\",till=\"4\"}")).isEqualTo(3L);
    assertThat(page.value("orders")).isEqualTo(12L);
    assertThat(orders.of(GERMAN)).isSameAs(orders.of(GERMAN));
  }

  @Test
  void visit_showsOneSeriesAlone_andTheLastValueOfOneThatWasRemoved() {
    OpenFamily<Counter> orders = metrics.counter("orders").open();
    Counter german = orders.of(GERMAN);
    german.add(2);
    orders.of(FOURTH).add(3);
    List<Long> before = shown(orders, german);
    assertThat(orders.remove(GERMAN)).isTrue();
    german.increment();

    assertThat(before).containsExactly(2L);
    assertThat(shown(orders, german)).containsExactly(2L);
    assertThat(orders.remove(GERMAN)).isFalse();
    assertThat(orders.of(GERMAN)).isNotSameAs(german);
  }

  @Test
  void removeIf_endsWhatMatches() {
    OpenFamily<Histogram> times = metrics.histogram("time").unit("s").explicit(1, 2).open();
    times.of(GERMAN).record(1.5);
    times.of(FOURTH).record(1.5);

    assertThat(times.removeIf(attributes -> attributes.size() == 1)).isEqualTo(1);
    assertThat(Page.of(metrics).has("time{country=\"de\"}")).isFalse();
    assertThat(Page.of(metrics).value("time{open=\"true\",till=\"4\"}")).isEqualTo(1L);
  }

  @Test
  void declarations_thatDoNotAgree_areBothShown() {
    metrics.counter("orders").open().of(GERMAN).increment();
    metrics.upDownCounter("orders").open().of(GERMAN).add(-3);
    metrics.gauge("ORDERS").open().of(GERMAN).set(5);

    Walked walked = Walked.of(metrics);
    assertThat(walked.kinds("orders"))
        .containsExactly(MetricKind.COUNTER, MetricKind.UP_DOWN_COUNTER);
    assertThat(walked.kinds("ORDERS")).containsExactly(MetricKind.GAUGE);
  }

  @Test
  void gauge_thatTheOpenTelemetryFrontDeclares_too_isShownBesideIt() {
    metrics.gauge("size").open().of(GERMAN).set(1);
    metrics
        .meterProvider()
        .get("")
        .gaugeBuilder("size")
        .build()
        .set(2, Attributes.builder().put("country", "fr").build());

    Page page = Page.of(metrics);
    assertThat(page.value("size{country=\"de\"}")).isEqualTo(1.0);
    assertThat(page.value("size{country=\"fr\"}")).isEqualTo(2.0);
  }

  @Test
  void callbacks_areAskedForTheirSeries_untilTheyAreClosed() {
    AtomicLong value = new AtomicLong(3);
    OpenObservedFamily sizes = metrics.gauge("size").openObserved();
    Registration german = sizes.longCallback(value::get, GERMAN);
    sizes.callback(() -> 0.5, FOURTH);
    assertThat(Page.of(metrics).value("size{country=\"de\"}")).isEqualTo(3L);
    assertThat(Page.of(metrics).value("size{open=\"true\",till=\"4\"}")).isEqualTo(0.5);

    german.close();
    assertThat(Page.of(metrics).has("size{country=\"de\"}")).isFalse();
    assertThatNullPointerException().isThrownBy(() -> sizes.callback(null, GERMAN));
  }

  @Test
  void observedSummary_hasCountAndSum_andNoQuantiles() {
    OpenObservedSummary pauses = metrics.summary("pause").unit("s").openObserved();
    pauses.callback(() -> 3, () -> 1.5, GERMAN);
    pauses.callback(() -> 4, () -> 2.5, GERMAN);
    pauses.callback(() -> -1, () -> 2.5, FOURTH);
    pauses.callback(() -> 1, () -> Double.NaN, Attributes.empty());

    Walked walked = Walked.of(metrics);
    assertThat(walked.summaries()).containsExactly("pause {country=\"de\"} 7 4.0 []");
  }

  @Test
  void summary_withoutMaximumAndQuantiles_takesAnyValue() {
    OpenFamily<Summary> sizes = metrics.summary("size").quantiles().maximum(false).open();
    sizes.of(GERMAN).record(1e300);
    sizes.of(GERMAN).record(0);
    sizes.of(GERMAN).record(-1);
    OpenFamily<Summary> times =
        metrics.summary("time").unit("s").quantiles(0.5).maximum(false).open();
    times.of(GERMAN).recordNanos(2_000_000_000);

    assertThat(Walked.of(metrics).summaries())
        .containsExactly("size {country=\"de\"} 2 1.0E300 []", "time {country=\"de\"} 1 2.0 [0.5]");
  }

  @Test
  void metric_thatTheRulesDeny_recordsNothing() {
    Metrics denied =
        Metrics.builder().rules(Rules.builder().deny("size").deny("pause").build()).build();
    OpenFamily<Counter> sizes = denied.counter("size").open();
    Counter size = sizes.of(GERMAN);
    size.increment();
    denied.gauge("size").openObserved().callback(() -> 1, GERMAN).close();
    denied.summary("pause").openObserved().callback(() -> 1, () -> 1, GERMAN).close();

    assertThat(shown(sizes, size)).isEmpty();
    assertThat(sizes.remove(GERMAN)).isFalse();
    assertThat(sizes.removeIf(attributes -> true)).isZero();
    assertThat(Page.of(denied).values()).doesNotContainKey("size{country=\"de\"}");
  }
}
