package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.MetricReader;
import io.opentelemetry.api.common.AttributeKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FamilyTest {

  private final Metrics metrics = Metrics.create();

  @Test
  void of_sameValues_givesTheSameInstrument() {
    Family<Counter> family = metrics.counter("c").labels("a", "b", "c");

    Counter counter = family.of("1", "2", "3");
    counter.increment();
    family.of(String.valueOf(new char[] {'1'}), "2", "3").add(2);
    family.of(new String[] {"1", "2", "3"}).add(3L);

    assertThat(Page.of(metrics).value("c{a=\"1\",b=\"2\",c=\"3\"}")).isEqualTo(6L);
  }

  @Test
  void of_everyArity_separatesSeries() {
    for (int arity = 1; arity <= 7; arity++) {
      String[] labels = new String[arity];
      String[] values = new String[arity];
      for (int i = 0; i < arity; i++) {
        labels[i] = "l" + i;
        values[i] = "v" + i;
      }
      Family<Counter> family = metrics.counter("c" + arity).labels(labels);
      family.of(values).increment();
      Counter fixed =
          switch (arity) {
            case 1 -> family.of("v0");
            case 2 -> family.of("v0", "v1");
            case 3 -> family.of("v0", "v1", "v2");
            case 4 -> family.of("v0", "v1", "v2", "v3");
            case 5 -> family.of("v0", "v1", "v2", "v3", "v4");
            default -> family.of(values);
          };

      assertThat(fixed).isSameAs(family.of(values));
      values[arity - 1] = "other";
      assertThat(fixed).isNotSameAs(family.of(values));
    }
  }

  @Test
  void of_emptyOrNullValue_isOneSeriesWithoutThatLabel() {
    Family<Counter> family = metrics.counter("c").labels("method", "error.type");

    family.of("GET", "").increment();
    family.of("GET", null).increment();
    family.of(new String[] {"GET", null}).increment();

    assertThat(Page.of(metrics).value("c{method=\"GET\"}")).isEqualTo(3L);
    assertThat(family.removeIf(labels -> labels.size() == 1)).isOne();
  }

  @Test
  void of_wrongNumberOfValues_recordsNothingAndIsCounted() {
    Family<Counter> family = metrics.counter("c").labels("a", "b");

    family.of("1").increment();
    family.of("1", "2", "3").increment();

    Page page = Page.of(metrics);
    assertThat(page.has("c{a=\"1\"}")).isFalse();
    assertThat(page.value("obs.metrics.refused{metric=\"c\",reason=\"labels\"}")).isEqualTo(2L);
  }

  @Test
  void of_null_countsAsEmpty() {
    Family<Counter> family = metrics.counter("c").labels("a", "b");

    assertThat(family.of(null, "2")).isSameAs(family.of("", "2"));
  }

  @Test
  void of_beyondTheLimit_sharesTheOverflowSeries() {
    Family<Counter> family = metrics.counter("c").limit(2).labels("user");

    for (int user = 0; user < 10; user++) {
      family.of("u" + user).increment();
    }

    Page page = Page.of(metrics);
    assertThat(page.value("c{user=\"u1\"}")).isEqualTo(1L);
    assertThat(page.value("c{otel.metric.overflow=\"true\"}")).isEqualTo(8L);
    assertThat(page.value("obs.metrics.refused{metric=\"c\",reason=\"limit\"}")).isEqualTo(8L);
  }

  @Test
  void remove_withRegisteredReader_showsTheLastValueOnceThenTheNewSeries() {
    Family<Counter> family = metrics.counter("c").labels("a");
    MetricReader reader = metrics.openReader();
    Counter old = family.of("1");
    old.add(5);

    assertThat(family.remove("1")).isTrue();
    old.increment();
    family.of("1").add(7);

    assertThat(Page.of(reader::visit).value("c{a=\"1\"}")).isEqualTo(5L);
    assertThat(Page.of(reader::visit).value("c{a=\"1\"}")).isEqualTo(7L);
    assertThat(Page.of(metrics).value("obs.metrics.refused{metric=\"c\",reason=\"removed\"}"))
        .isEqualTo(1L);
  }

  @Test
  void removeIf_matching_endsOnlyThose() {
    Family<Counter> family = metrics.counter("c").labels("a");
    for (int i = 0; i < 100; i++) {
      family.of("v" + i).increment();
    }

    int removed = family.removeIf(labels -> labels.get(AttributeKey.stringKey("a")).endsWith("7"));

    assertThat(removed).isEqualTo(10);
    assertThat(Page.of(metrics).has("c{a=\"v17\"}")).isFalse();
    assertThat(Page.of(metrics).has("c{a=\"v18\"}")).isTrue();
  }

  @Test
  void removeIf_aConditionThatTakesAnEmptyLabelForAValue_throwsThroughAndEndsNothing() {
    AttributeKey<String> key = AttributeKey.stringKey("a");
    Family<Counter> family = metrics.counter("c").labels("a");
    family.of("1").increment();
    family.of("").increment();

    assertThatThrownBy(() -> family.removeIf(labels -> !labels.get(key).isEmpty()))
        .isInstanceOf(NullPointerException.class);
    assertThat(Page.of(metrics).has("c{a=\"1\"}")).isTrue();
    assertThat(family.removeIf(labels -> labels.get(key) == null)).isOne();
    assertThat(Page.of(metrics).has("c{a=\"1\"}")).isTrue();
  }

  @Test
  void declare_anotherShape_throwsNamingBoth() {
    metrics.counter("c").labels("a");

    assertThat(metrics.counter("c").labels("a")).isNotNull();
    assertThatThrownBy(() -> metrics.counter("c").labels("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labels=[b]")
        .hasMessageContaining("labels=[a]");
    assertThatThrownBy(() -> metrics.gauge("c").labels("a")).hasMessageContaining("GAUGE");
  }

  @Test
  void labels_namesThatReadAlike_areAnotherShape() {
    Metrics metrics = Metrics.create();
    metrics.counter("c").labels("a", "b");

    assertThatThrownBy(() -> metrics.counter("c").labels("a, b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void remove_null_removesNothing() {
    Family<Counter> family = Metrics.create().counter("c").labels("a");
    family.of("x");

    assertThat(family.remove((String[]) null)).isFalse();
    assertThat(family.remove((String) null)).isFalse();
    assertThat(family.remove("x")).isTrue();
  }

  @Test
  void expireAfter_longerThanNanosecondsTell_neverHides() {
    Metrics metrics = Metrics.create();
    Counter counter = metrics.counter("c").expireAfter(Duration.ofSeconds(Long.MAX_VALUE)).create();
    counter.increment();

    assertThat(Page.of(metrics).value("c")).isEqualTo(1L);
  }
}
