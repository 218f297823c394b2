package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Info, state sets, and tasks in flight. */
class StatesTest {

  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final Metrics metrics = Metrics.builder().clock(clock).build();

  @Test
  void stateSet_setAndOnly_showsEachState() {
    StateSet breaker = metrics.stateSet("breaker").states("open", "closed", "half").create();
    breaker.set("open", true);
    breaker.set("half", true);
    breaker.set("open", false);

    assertThat(Page.of(metrics).value("breakeropen")).isEqualTo(false);
    assertThat(Page.of(metrics).value("breakerhalf")).isEqualTo(true);

    breaker.only("closed");
    assertThat(Page.of(metrics).value("breakerhalf")).isEqualTo(false);
    assertThat(Page.of(metrics).value("breakerclosed")).isEqualTo(true);
  }

  @Test
  void stateSet_unknownState_isRefusedAndChangesNothing() {
    Family<StateSet> family = metrics.stateSet("b").states("open").labels("name");
    family.of("x").only("open");
    family.of("x").only("ajar");
    family.of("x").set("ajar", true);

    Page page = Page.of(metrics);
    assertThat(page.value("b{name=\"x\"}open")).isEqualTo(true);
    assertThat(page.value("obs.metrics.refused{metric=\"b\",reason=\"state\"}")).isEqualTo(2L);
  }

  @Test
  void stateSet_withoutOrWithTooManyStates_throws() {
    assertThatThrownBy(() -> metrics.stateSet("b").create()).hasMessageContaining("states(...)");
    assertThatThrownBy(() -> metrics.stateSet("b").states("a", "a")).hasMessageContaining("[a, a]");
    assertThatThrownBy(() -> metrics.stateSet("b").states(new String[65])).isNotNull();
    metrics.stateSet("b").states("a").create();
    assertThatThrownBy(() -> metrics.stateSet("b").states("c").create())
        .hasMessageContaining("states=[c]")
        .hasMessageContaining("states=[a]");
  }

  @Test
  void info_attributesAndLabels_areShownUntilRemoved() {
    metrics.info("build").attribute("version", "1.4.2").create();
    Family<Info> leader = metrics.info("leader").labels("node");
    leader.of("n1");
    assertThat(Page.of(metrics).has("leader{node=\"n1\"}")).isTrue();

    leader.remove("n1");
    leader.of("n2");

    Page page = Page.of(metrics);
    assertThat(page.has("build{version=\"1.4.2\"}")).isTrue();
    assertThat(page.has("leader{node=\"n1\"}")).isFalse();
    assertThat(page.has("leader{node=\"n2\"}")).isTrue();
  }

  @Test
  void inFlight_tasks_showsNumberAndAges() {
    Family<InFlight> jobs = metrics.inFlight("jobs").labels("queue");
    InFlight.Task first = jobs.of("q").start();
    clock.advance(Duration.ofSeconds(10));
    InFlight.Task second = jobs.of("q").start();
    clock.advance(Duration.ofSeconds(5));

    Page page = Page.of(metrics);
    assertThat(page.value("jobs.active{queue=\"q\"}")).isEqualTo(2L);
    assertThat(page.value("jobs.duration{queue=\"q\"}")).isEqualTo(15.0);
    assertThat(page.value("jobs.duration.sum{queue=\"q\"}")).isEqualTo(20.0);

    first.close();
    first.close();
    page = Page.of(metrics);
    assertThat(page.value("jobs.active{queue=\"q\"}")).isEqualTo(1L);
    assertThat(page.value("jobs.duration{queue=\"q\"}")).isEqualTo(5.0);

    second.close();
    page = Page.of(metrics);
    assertThat(page.value("jobs.active{queue=\"q\"}")).isEqualTo(0L);
    assertThat(page.value("jobs.duration{queue=\"q\"}")).isEqualTo(0.0);
  }

  @Test
  void inFlight_declaredTwiceAndClosedElsewhere_countsOnce() throws Exception {
    InFlight.Task task = metrics.inFlight("jobs").create().start();
    InFlight.Task other = metrics.inFlight("jobs").create().start();
    clock.advance(Duration.ofSeconds(1));
    assertThat(Page.of(metrics).value("jobs.duration.sum")).isEqualTo(2.0);

    Thread thread = new Thread(task::close);
    thread.start();
    thread.join();

    assertThat(Page.of(metrics).value("jobs.active")).isEqualTo(1L);
    other.close();
  }

  @Test
  void inFlight_removed_isNotObservedAnyMore() {
    Family<InFlight> jobs = metrics.inFlight("jobs").labels("queue");
    InFlight kept = jobs.of("q");
    InFlight.Task task = kept.start();
    jobs.remove("q");
    kept.start().close();
    task.close();

    Page page = Page.of(metrics);
    assertThat(page.has("jobs.active{queue=\"q\"}")).isFalse();
    assertThat(page.has("jobs.duration{queue=\"q\"}")).isFalse();
    assertThat(page.value("obs.metrics.refused{metric=\"jobs.active\",reason=\"removed\"}"))
        .isEqualTo(1L);
  }

  @Test
  void inFlight_overflowWhileSeriesComeAndGo_isShownOnceAndNotCountedByWalks() {
    Family<InFlight> jobs = metrics.inFlight("jobs").limit(2).labels("queue");
    jobs.of("a").start();
    jobs.of("b").start();
    jobs.of("c").start();
    for (int turn = 0; turn < 5; turn++) {
      Page.of(metrics);
      jobs.remove(turn % 2 == 0 ? "a" : "b");
      Page.of(metrics);
      Page.of(metrics);
      jobs.of(turn % 2 == 0 ? "a" : "b").start();
    }

    Page page = Page.of(metrics);
    assertThat(page.has("jobs.duration{otel.metric.overflow=\"true\"}")).isTrue();
    assertThat(page.has("obs.metrics.refused{metric=\"jobs.duration\",reason=\"limit\"}"))
        .isFalse();
  }

  @Test
  void series_ofEachMetric_areCounted() {
    Family<Counter> family = metrics.counter("c").labels("a");
    family.of("1");
    family.of("2");
    family.of("3");
    family.remove("2");
    metrics.gauge("g").create();

    Page page = Page.of(metrics);
    assertThat(page.value("obs.metrics.series{metric=\"c\"}")).isEqualTo(2L);
    assertThat(page.value("obs.metrics.series{metric=\"g\"}")).isEqualTo(1L);
  }

  @Test
  void series_ofAnObservedMetric_areCountedInItsFirstWalk() {
    metrics.gauge("g").callback(() -> 1);

    assertThat(Page.of(metrics).value("obs.metrics.series{metric=\"g\"}")).isEqualTo(1L);
  }

  @Test
  void series_ofAMetricWithout_areNotShown() {
    metrics.counter("c").labels("a");

    assertThat(Page.of(metrics).has("obs.metrics.series{metric=\"c\"}")).isFalse();
  }

  @Test
  void unit_ofWhatMeasuresNothing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics.info("build").unit("s"))
        .withMessageContaining("build has unit s")
        .withMessageContaining("leave the unit out");
    assertThatIllegalArgumentException().isThrownBy(() -> metrics.stateSet("feature").unit("By"));
    metrics.info("build").unit("").create();
  }
}
