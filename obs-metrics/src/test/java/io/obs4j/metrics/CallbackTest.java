package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.judges.SilentLogger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CallbackTest {

  private final Metrics metrics = Metrics.create();

  @Test
  void callback_everyKind_showsWhatIsReported() {
    metrics.gauge("g").callback(() -> 1.5);
    metrics.counter("c").longCallback(() -> Long.MAX_VALUE);
    metrics.upDownCounter("u").callback(() -> -2.5);

    Page page = Page.of(metrics);

    assertThat(page.value("g")).isEqualTo(1.5);
    assertThat(page.value("c")).isEqualTo(Long.MAX_VALUE);
    assertThat(page.value("u")).isEqualTo(-2.5);
  }

  @Test
  @Timeout(60)
  void round_thatHangs_holdsUpNoOtherWalkUntilItReturns() throws Exception {
    Diagnostics diagnostics = Diagnostics.loggingTo(new SilentLogger());
    Callbacks callbacks = new Callbacks(diagnostics, Duration.ZERO);
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    callbacks.add(
        "slow",
        () -> {
          called.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    FutureTask<Long> hanging = new FutureTask<>(callbacks::run);
    new Thread(hanging).start();
    called.await();

    assertThat(callbacks.run()).isEqualTo(1);
    assertThat(callbacks.run()).isEqualTo(1);
    assertThat(diagnostics.faultCount(Callbacks.FAULT)).isEqualTo(2);

    release.countDown();
    assertThat(hanging.get()).isEqualTo(2);
    assertThat(callbacks.run()).isEqualTo(3);
    assertThat(diagnostics.faultCount(Callbacks.FAULT)).isEqualTo(2);
  }

  @Test
  void callback_closed_isNotShownAnyMore() {
    AtomicInteger calls = new AtomicInteger();
    Registration registration = metrics.gauge("g").callback(calls::incrementAndGet);
    metrics.gauge("other").callback(() -> 1);
    assertThat(Page.of(metrics).has("g")).isTrue();

    registration.close();
    registration.close();

    assertThat(Page.of(metrics).has("g")).isFalse();
    assertThat(Page.of(metrics).has("other")).isTrue();
    assertThat(calls).hasValue(1);
  }

  @Test
  void callback_lastOneClosed_isNotShownAnyMore() {
    Registration registration = metrics.gauge("g").callback(() -> 1);
    assertThat(Page.of(metrics).has("g")).isTrue();

    registration.close();

    assertThat(Page.of(metrics).has("g")).isFalse();
  }

  @Test
  void callback_throwing_losesItsOwnSeriesOnlyAndIsCounted() {
    AtomicReference<Error> failure = new AtomicReference<>(new StackOverflowError());
    metrics
        .gauge("bad")
        .callback(
            () -> {
              if (failure.get() != null) {
                throw failure.get();
              }
              return 2;
            });
    metrics.gauge("good").callback(() -> 1);

    Page failed = Page.of(metrics);
    failure.set(null);
    Page well = Page.of(metrics);

    assertThat(failed.has("bad")).isFalse();
    assertThat(failed.value("good")).isEqualTo(1.0);
    assertThat(metrics.diagnostics().faultCount(Callbacks.FAULT)).isEqualTo(1);
    assertThat(well.value("bad")).isEqualTo(2.0);
  }

  @Test
  void observed_severalSeries_showsThoseOfThisWalk() {
    List<String> pools = new ArrayList<>(List.of("a", "b"));
    metrics
        .gauge("pool.size")
        .observed("pool", "state")
        .observe(o -> pools.forEach(pool -> o.observe(7, pool, "idle")));
    assertThat(Page.of(metrics).value("pool.size{pool=\"a\",state=\"idle\"}")).isEqualTo(7L);

    pools.remove("a");

    Page page = Page.of(metrics);
    assertThat(page.has("pool.size{pool=\"a\",state=\"idle\"}")).isFalse();
    assertThat(page.has("pool.size{pool=\"b\",state=\"idle\"}")).isTrue();
  }

  @Test
  void observed_sameSeriesTwice_addsUpInSumsAndKeepsTheLastOfGauges() {
    for (double value : new double[] {1.5, 2}) {
      metrics.counter("c").observed("a").callback(() -> value, "x");
      metrics.gauge("g").observed("a").callback(() -> value, "x");
    }
    metrics.counter("c").observed("a").longCallback(() -> 10, "x");
    metrics.upDownCounter("u").longCallback(() -> 3);
    metrics.upDownCounter("u").longCallback(() -> -5);

    Page page = Page.of(metrics);

    assertThat(page.value("c{a=\"x\"}")).isEqualTo(13.5);
    assertThat(page.value("g{a=\"x\"}")).isEqualTo(2.0);
    assertThat(page.value("u")).isEqualTo(-2L);
    assertThat(Page.of(metrics).value("c{a=\"x\"}")).isEqualTo(13.5);
  }

  @Test
  void observed_whatASumCannotHold_isRefusedAndCounted() {
    metrics.counter("c").observed("a").callback(() -> -1, "double");
    metrics.counter("c").observed("a").longCallback(() -> -1, "long");
    metrics.upDownCounter("u").callback(() -> Double.NaN);
    metrics.gauge("g").callback(() -> Double.NaN);

    Page page = Page.of(metrics);

    assertThat(page.has("c{a=\"double\"}")).isFalse();
    assertThat(page.has("c{a=\"long\"}")).isFalse();
    assertThat(page.has("u")).isFalse();
    assertThat(page.value("g")).isEqualTo(Double.NaN);
    Page next = Page.of(metrics);
    assertThat(next.value("obs.metrics.refused{metric=\"c\",reason=\"negative\"}")).isEqualTo(4L);
    assertThat(next.value("obs.metrics.refused{metric=\"u\",reason=\"not_finite\"}")).isEqualTo(2L);
  }

  @Test
  void observed_wrongNumberOfValues_throwsAtOnceOrIsCounted() {
    ObservedFamily family = metrics.gauge("g").observed("a", "b");

    assertThatThrownBy(() -> family.callback(() -> 1, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 label values")
        .hasMessageContaining("2 labels");
    family.observe(o -> o.observe(1, "x"));
    family.observe(o -> o.observe(1, null, "y"));

    assertThat(Page.of(metrics).value("g{b=\"y\"}")).isEqualTo(1L);
    assertThat(Page.of(metrics).value("obs.metrics.refused{metric=\"g\",reason=\"labels\"}"))
        .isEqualTo(2L);
  }

  @Test
  void observer_keptBeyondItsCallback_isRefusedAndCounted() {
    AtomicReference<Observer> kept = new AtomicReference<>();
    metrics.gauge("g").observed("a").observe(kept::set);
    Page.of(metrics);

    kept.get().observe(1, "x");

    Page page = Page.of(metrics);
    assertThat(page.has("g{a=\"x\"}")).isFalse();
    assertThat(page.value("obs.metrics.refused{metric=\"g\",reason=\"outside_callback\"}"))
        .isEqualTo(1L);
  }

  @Test
  void observer_usedInAnotherCallback_isRefusedAndCounted() {
    AtomicReference<Observer> kept = new AtomicReference<>();
    metrics.gauge("g").observed("a").observe(kept::set);
    metrics
        .gauge("h")
        .callback(
            () -> {
              kept.get().observe(1, "x");
              return 2;
            });

    Page page = Page.of(metrics);

    assertThat(page.has("g{a=\"x\"}")).isFalse();
    assertThat(page.value("h")).isEqualTo(2.0);
    assertThat(page.value("obs.metrics.refused{metric=\"g\",reason=\"outside_callback\"}"))
        .isEqualTo(1L);
  }

  @Test
  void observed_moreThanTheLimit_sharesTheOverflowUntilTheOldAreGone() {
    AtomicInteger first = new AtomicInteger();
    metrics
        .counter("c")
        .limit(10)
        .observed("a")
        .observe(
            o -> {
              for (int i = 0; i < 10; i++) {
                o.observe(1, "v" + (first.get() + i));
              }
            });
    assertThat(Page.of(metrics).has("c{otel.metric.overflow=\"true\"}")).isFalse();

    first.set(5);
    Page changing = Page.of(metrics);
    Page changed = Page.of(metrics);

    assertThat(changing.value("c{otel.metric.overflow=\"true\"}")).isEqualTo(5L);
    assertThat(changed.has("c{otel.metric.overflow=\"true\"}")).isFalse();
    assertThat(changed.value("c{a=\"v14\"}")).isEqualTo(1L);
  }

  @Test
  void callback_thatWalks_isShownTheLastRound() {
    AtomicReference<Page> inner = new AtomicReference<>();
    AtomicLong count = new AtomicLong();
    metrics.counter("c").longCallback(count::incrementAndGet);
    metrics
        .gauge("g")
        .callback(
            () -> {
              inner.set(Page.of(metrics));
              return 0;
            });

    Page.of(metrics);
    assertThat(inner.get().has("c")).isFalse();
    Page.of(metrics);
    assertThat(inner.get().value("c")).isEqualTo(1L);
  }

  @Test
  void callback_interruptsItsThread_isCalledByTheNextWalkAllTheSame() {
    AtomicInteger calls = new AtomicInteger();
    metrics
        .gauge("g")
        .callback(
            () -> {
              Thread.currentThread().interrupt();
              return calls.incrementAndGet();
            });

    assertThat(Page.of(metrics).value("g")).isEqualTo(1.0);
    assertThat(Page.of(metrics).value("g")).isEqualTo(2.0);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void visit_interruptedBehindAHangingCallback_showsTheLastRoundAndIsCounted() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    metrics
        .gauge("g")
        .longCallback(
            () -> {
              int call = calls.incrementAndGet();
              if (call == 2) {
                hanging.countDown();
                awaitQuietly(released);
              }
              return call;
            });
    Page.of(metrics);
    Thread first = new Thread(() -> Page.of(metrics));
    first.start();
    hanging.await();

    Thread.currentThread().interrupt();
    Page page = Page.of(metrics);
    boolean interrupted = Thread.interrupted();
    released.countDown();
    first.join();

    assertThat(interrupted).isTrue();
    assertThat(page.value("g")).isEqualTo(1L);
    assertThat(metrics.diagnostics().faultCount(Callbacks.FAULT)).isEqualTo(1);
    assertThat(Page.of(metrics).value("g")).isEqualTo(3L);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void declare_recordedNameAsObserved_throws() {
    metrics.gauge("g").create();

    assertThatThrownBy(() -> metrics.gauge("g").callback(() -> 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GAUGE (observed)");
    assertThatThrownBy(() -> metrics.gauge("h").observed()).hasMessageContaining("label");
  }
}
