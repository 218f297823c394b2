package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many metrics there may be, and what each costs to declare. */
class DeclarationLimitTest {

  private final Metrics metrics = Metrics.builder().metricLimit(3).build();

  @Test
  void declare_beyondTheLimit_recordsNothingAndIsCounted() {
    AtomicInteger calls = new AtomicInteger();
    metrics.counter("a").create().increment();
    metrics.counter("b").create().increment();
    metrics.counter("c").create().increment();

    metrics.counter("d").create().increment();
    metrics.histogram("e").labels("key").of("x").record(1);
    metrics.gauge("f").callback(calls::incrementAndGet);

    Page page = Page.of(metrics);
    assertThat(page.value("c")).isEqualTo(1L);
    assertThat(page.has("d")).isFalse();
    assertThat(page.has("e{key=\"x\"}")).isFalse();
    assertThat(page.has("f")).isFalse();
    assertThat(calls).hasValue(0);
    assertThat(metrics.diagnostics().faultCount(Registry.FAULT_FULL)).isEqualTo(3);
  }

  @Test
  void declare_knownNameAtTheLimit_givesTheSameInstrument() {
    Counter first = metrics.counter("a").create();
    metrics.counter("b").create();
    metrics.counter("c").create();

    assertThat(metrics.counter("a").create()).isSameAs(first);
    assertThat(metrics.diagnostics().faultCount(Registry.FAULT_FULL)).isZero();
  }

  @Test
  void inFlight_nameTakenByAnotherShape_leavesNothingDeclared() {
    metrics.gauge("jobs.active").create();

    assertThatThrownBy(() -> metrics.inFlight("jobs").create())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jobs.active");

    metrics.counter("jobs.duration").create().increment();
    metrics.counter("jobs.duration.sum").create().increment();
    assertThat(Page.of(metrics).value("jobs.duration")).isEqualTo(1L);
    assertThatThrownBy(() -> metrics.inFlight("x".repeat(246)))
        .hasMessageContaining(".duration.sum");
  }

  @Test
  void rename_toNoName_keepsTheNameAndIsCounted() {
    Metrics ruled = Metrics.builder().rules(Rules.parse("rename x.* *")).build();

    ruled.counter("x.").create().increment();
    ruled.counter("x.z").create().increment();

    assertThat(Page.of(ruled).value("x.")).isEqualTo(1L);
    assertThat(Page.of(ruled).value("z")).isEqualTo(1L);
    assertThat(ruled.diagnostics().faultCount(Rules.FAULT)).isEqualTo(1);
  }

  @Test
  void metricLimit_belowOne_throws() {
    assertThatThrownBy(() -> Metrics.builder().metricLimit(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metric limit 0");
  }

  @Test
  void declare_betweenWalks_isShownInOrder() {
    metrics.counter("b").create();
    Page.of(metrics);
    metrics.counter("a").create();
    metrics.counter("c").create();

    assertThat(Page.of(metrics).values().keySet())
        .startsWith("a", "b", "c", "obs.metrics.series{metric=\"b\"}");
    assertThat(Page.of(metrics).value("obs.metrics.series{metric=\"a\"}")).isEqualTo(1L);
  }

  @Test
  void declare_manyMetrics_costsTheSameForEach() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Metrics large = Metrics.create();
    int count = Metrics.DEFAULT_METRIC_LIMIT;
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = "metric." + i;
    }
    large.gauge("first").callback(() -> 1);

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 1; i < count; i++) {
      large.gauge(names[i]).callback(() -> 1);
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(bytes / count).isLessThan(4_096);
    assertThat(Page.of(large).value("obs.metrics.series{metric=\"metric.9999\"}")).isNotNull();
  }
}
