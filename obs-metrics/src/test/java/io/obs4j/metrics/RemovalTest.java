package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.obs4j.core.ManualClock;
import io.obs4j.core.MetricReader;
import io.opentelemetry.api.common.AttributeKey;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemovalTest {

  private static final String UNSEEN = "obs.metrics.removed.unseen";

  private final ManualClock clock = ManualClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final Metrics metrics = Metrics.builder().clock(clock).build();
  private final Family<Counter> family = metrics.counter("c").labels("key");

  @Test
  void remove_withoutReaders_isGoneAtOnce() {
    family.of("a").increment();

    assertThat(family.remove("a")).isTrue();
    assertThat(family.remove("a")).isFalse();

    assertThat(Page.of(metrics).has("c{key=\"a\"}")).isFalse();
  }

  @Test
  void remove_twoReaders_isShownUntilBothHaveSeenIt() {
    MetricReader fast = metrics.openReader();
    MetricReader slow = metrics.openReader();
    family.of("a").add(5);
    family.remove("a");

    assertThat(Page.of(fast::visit).value("c{key=\"a\"}")).isEqualTo(5L);
    assertThat(Page.of(fast::visit).value("c{key=\"a\"}")).isEqualTo(5L);
    assertThat(Page.of(slow::visit).value("c{key=\"a\"}")).isEqualTo(5L);
    assertThat(Page.of(slow::visit).has("c{key=\"a\"}")).isFalse();
  }

  @Test
  void remove_previewed_isShownUntilThatIsConfirmed() {
    MetricReader reader = metrics.openReader();
    family.of("a").add(5);
    family.remove("a");

    assertThat(Page.of(reader::preview).value("c{key=\"a\"}")).isEqualTo(5L);
    assertThat(Page.of(reader::preview).value("c{key=\"a\"}")).isEqualTo(5L);
    family.of("b").increment();
    family.remove("b");
    reader.confirm();

    assertThat(Page.of(reader::preview).has("c{key=\"a\"}")).isFalse();
    assertThat(Page.of(reader::preview).value("c{key=\"b\"}")).isEqualTo(1L);
    reader.confirm();
    assertThat(Page.of(reader::preview).has("c{key=\"b\"}")).isFalse();
  }

  @Test
  void remove_sameKeyAgainAndAgain_showsEachLastValueInItsTurn() {
    MetricReader reader = metrics.openReader();
    for (long value = 1; value <= 3; value++) {
      family.of("a").add(value);
      family.remove("a");
    }
    family.of("a").add(4);

    for (long value = 1; value <= 4; value++) {
      assertThat(Page.of(reader::visit).value("c{key=\"a\"}")).isEqualTo(value);
    }
    assertThat(Page.of(reader::visit).value("c{key=\"a\"}")).isEqualTo(4L);
    assertThat(Page.of(metrics).value(UNSEEN)).isEqualTo(0L);
  }

  @Test
  void remove_readerDoesNotWalk_isGivenUpAfterATimeAndCountedOnce() {
    MetricReader dead = metrics.openReader();
    MetricReader reader = metrics.openReader();
    family.of("a").add(5);
    family.of("b").add(5);
    family.removeIf(labels -> true);
    Page.of(reader::visit);

    clock.advance(Duration.ofMinutes(6));
    Page.of(reader::visit);

    assertThat(Page.of(metrics).has("c{key=\"a\"}")).isFalse();
    assertThat(Page.of(metrics).value(UNSEEN)).isEqualTo(2L);
    dead.close();
  }

  @Test
  void remove_readerCloses_isNotWaitedFor() {
    MetricReader dead = metrics.openReader();
    family.of("a").add(5);
    family.remove("a");

    dead.close();

    assertThat(Page.of(metrics).has("c{key=\"a\"}")).isFalse();
    assertThat(Page.of(metrics).value(UNSEEN)).isEqualTo(0L);
  }

  @Test
  void remove_moreThanMayWait_givesUpTheOldestAndCounts() {
    MetricReader reader = metrics.openReader();
    for (int i = 0; i < 1_500; i++) {
      family.of("v" + i).increment();
      family.remove("v" + i);
    }

    Page page = Page.of(reader::visit);

    assertThat(page.has("c{key=\"v499\"}")).isFalse();
    assertThat(page.has("c{key=\"v500\"}")).isTrue();
    assertThat(Page.of(metrics).value(UNSEEN)).isEqualTo(500L);
  }

  @Test
  void remove_walkThatFails_hasSeenNothing() {
    MetricReader reader = metrics.openReader();
    family.of("a").add(5);
    family.remove("a");

    assertThatThrownBy(() -> reader.visit(null)).isInstanceOf(NullPointerException.class);

    assertThat(Page.of(reader::visit).has("c{key=\"a\"}")).isTrue();
    assertThat(Page.of(reader::visit).has("c{key=\"a\"}")).isFalse();
  }

  @Test
  void remove_manyOfMoreWithAStalledReader_costsTheSameForEach() {
    Family<Counter> large = metrics.counter("large").limit(20_000).labels("key");
    MetricReader stalled = metrics.openReader();
    MetricReader reader = metrics.openReader();
    String[] keys = IntStream.range(0, 20_000).mapToObj(i -> "v" + i).toArray(String[]::new);
    for (String key : keys) {
      large.of(key).increment();
    }
    Page.of(reader::visit);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      large.remove(keys[i]);
    }
    long removing = threads.getCurrentThreadAllocatedBytes() - before;
    for (int i = 0; i < 10_000; i++) {
      large.of(keys[i]).increment();
      large.remove(keys[i]);
    }
    long replacing = threads.getCurrentThreadAllocatedBytes() - before - removing;

    assertThat(removing / 10_000).isLessThan(2_048); // to end a counter takes most of it
    assertThat(replacing / 10_000).isLessThan(4_096);
    assertThat(Page.of(metrics).value("large{key=\"v15000\"}")).isEqualTo(1L);
    assertThat(Page.of(metrics).value("obs.metrics.series{metric=\"large\"}")).isEqualTo(10_000L);
    assertThat(Page.of(metrics).value(UNSEEN)).isEqualTo(19_000L);
    stalled.close();
  }

  @Test
  void remove_emptyValuesAsThoseOfTheMarker_isGoneAndMadeAnew() {
    Family<Counter> two = metrics.counter("two").labels("a", "b");
    Family<Counter> seven = metrics.counter("seven").labels("a", "b", "c", "d", "e", "f", "g");
    two.of("", "").increment();
    seven.of("", "", "", "", "", "", "").increment();

    assertThat(two.remove("", "")).isTrue();
    assertThat(two.remove("", "")).isFalse();
    assertThat(seven.remove("", "", "", "", "", "", "")).isTrue();
    two.of("", "").add(7);
    seven.of("", "", "", "", "", "", "").add(7);

    assertThat(Page.of(metrics).value("two")).isEqualTo(7L);
  }

  @Test
  void remove_duringAWalk_isSeenByTheNextOne() {
    MetricReader reader = metrics.openReader();
    family.of("a").add(5);
    List<Long> seen = new ArrayList<>();

    reader.visit(
        new LastValues(
            value -> {
              if (seen.isEmpty()) {
                seen.add(value);
                family.of("a").add(2);
                family.remove("a");
                family.of("a").add(100);
              }
            }));

    assertThat(seen).containsExactly(5L);
    assertThat(Page.of(reader::visit).value("c{key=\"a\"}")).isEqualTo(7L);
    assertThat(Page.of(reader::visit).value("c{key=\"a\"}")).isEqualTo(100L);
  }

  @Test
  void removeIf_conditionRemovesByItself_endsEachSeriesOnce() {
    family.of("a").add(5);
    family.of("b").add(5);

    int removed =
        family.removeIf(labels -> family.remove(labels.get(AttributeKey.stringKey("key"))));

    assertThat(removed).isZero();
    assertThat(Page.of(metrics).has("c{key=\"a\"}")).isFalse();
    family.of("a").add(1);
    assertThat(Page.of(metrics).value("c{key=\"a\"}")).isEqualTo(1L);
  }

  @Test
  void remove_atTheLimit_makesRoom() {
    Family<Counter> small = metrics.counter("small").limit(2).labels("key");
    small.of("a").increment();
    small.of("b").increment();

    small.remove("a");
    small.of("c").increment();

    assertThat(Page.of(metrics).has("small{key=\"c\"}")).isTrue();
    assertThat(Page.of(metrics).has("small{otel.metric.overflow=\"true\"}")).isFalse();
  }

  @Test
  void add_amountsAsLargeAsMarkers_areNeitherRefusedNorBlockAWalk() {
    UpDownCounter open = metrics.upDownCounter("u").create();
    open.add(Long.MIN_VALUE);
    open.add(5);
    Counter removed = family.of("a");
    removed.add(3);
    family.of("a");
    MetricReader reader = metrics.openReader();
    family.remove("a");
    for (int i = 0; i < 6; i++) {
      removed.add(Long.MAX_VALUE);
    }

    Page page = Page.of(reader::visit);

    assertThat(page.value("u")).isEqualTo(Long.MIN_VALUE + 5);
    assertThat(page.value("c{key=\"a\"}")).isEqualTo(3L);
    assertThat(Page.of(metrics).value("obs.metrics.refused{metric=\"c\",reason=\"removed\"}"))
        .isEqualTo(6L);
  }

  @Test
  void expireAfter_idle_isHiddenAndRevivesWithValueAndStart() {
    Family<Counter> expiring =
        metrics.counter("e").expireAfter(Duration.ofMinutes(5)).labels("key");
    expiring.of("a").add(3);
    expiring.of("b").add(3);
    Page.of(metrics);
    clock.advance(Duration.ofMinutes(4));
    expiring.of("b").increment();
    Page.of(metrics);

    clock.advance(Duration.ofMinutes(2));
    Page page = Page.of(metrics);
    assertThat(page.has("e{key=\"a\"}")).isFalse();
    assertThat(page.value("e{key=\"b\"}")).isEqualTo(4L);

    expiring.of("a").increment();
    assertThat(Page.of(metrics).value("e{key=\"a\"}")).isEqualTo(4L);
  }

  @Test
  void expireAfter_upDownCounterThatReturnsToItsValue_isNotIdle() {
    UpDownCounter busy = metrics.upDownCounter("u").expireAfter(Duration.ofMinutes(5)).create();
    for (int minute = 0; minute < 20; minute++) {
      busy.increment();
      busy.decrement();
      assertThat(Page.of(metrics).has("u")).isTrue();
      clock.advance(Duration.ofMinutes(1));
    }
    clock.advance(Duration.ofMinutes(5));
    assertThat(Page.of(metrics).has("u")).isFalse();
  }

  @Test
  void expireAfter_removedWhileHidden_isNotConfusedWithItsSuccessor() {
    Family<Gauge> expiring = metrics.gauge("g").expireAfter(Duration.ofMinutes(5)).labels("key");
    expiring.of("a").set(3);
    Page.of(metrics);
    clock.advance(Duration.ofMinutes(6));
    assertThat(Page.of(metrics).has("g{key=\"a\"}")).isFalse();

    expiring.remove("a");
    expiring.of("a").set(4);

    assertThat(Page.of(metrics).value("g{key=\"a\"}")).isEqualTo(4.0);
  }
}
