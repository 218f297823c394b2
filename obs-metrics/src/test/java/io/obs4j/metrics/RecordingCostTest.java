package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recording allocates nothing once a series exists. */
class RecordingCostTest {

  private static final int SETS = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Metrics metrics = Metrics.create();
  private final String[][] values = new String[SETS][5];

  @BeforeEach
  void name() {
    for (int set = 0; set < SETS; set++) {
      for (int label = 0; label < 5; label++) {
        values[set][label] = "v" + (label == 0 ? set : set % (label + 7));
      }
    }
  }

  @Test
  void counter_allWays_allocatesNothing() {
    Counter counter = metrics.counter("c").create();
    UpDownCounter balance = metrics.upDownCounter("u").create();

    assertAllocatesNothing(
        i -> {
          counter.increment();
          counter.add(i);
          counter.add(0.5 * i);
          counter.add(-1L);
          balance.decrement();
          balance.add(-0.5);
        });
  }

  @Test
  void gauge_allWays_allocatesNothing() {
    Gauge gauge = metrics.gauge("g").create();

    assertAllocatesNothing(
        i -> {
          gauge.set(i);
          gauge.add(0.5);
          gauge.max(2.0 * i);
        });
  }

  @Test
  void summaryAndStateSet_allWays_allocateNothing() {
    Summary summary = metrics.summary("s").unit("s").create();
    StateSet states = metrics.stateSet("states").states("a", "b").create();

    assertAllocatesNothing(
        i -> {
          summary.record(i);
          summary.recordNanos(i);
          states.only("b");
          states.set("a", true);
        });
  }

  @Test
  void histogram_allWays_allocatesNothing() {
    Histogram exponential = metrics.histogram("h").unit("s").create();
    Histogram explicit = metrics.histogram("e").unit("ms").explicit(1, 2, 5, 10).create();
    Histogram both = metrics.histogram("b").unit("By").both(1, 2, 5, 10).create();
    Duration elapsed = Duration.ofMillis(3);

    assertAllocatesNothing(
        i -> {
          exponential.record(0.001 * (i % 1_000));
          exponential.record(-0.001 * (i % 1_000));
          exponential.recordNanos(1_000L * i);
          exponential.record(elapsed);
          explicit.record(i % 20);
          explicit.recordNanos(1_000L * i);
          both.record(i);
          both.record(Double.NaN);
          both.recordNanos(1);
        });
  }

  @Test
  void time_aTask_allocatesNothing() {
    Histogram histogram = metrics.histogram("h").unit("s").create();
    Callable<String> task = () -> "done";

    assertAllocatesNothing(
        i -> {
          try {
            histogram.time(task);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void start_closed_allocatesAtMostTheTiming() {
    Histogram histogram = metrics.histogram("h").unit("s").create();

    // Whether the compiler removes the object depends on what it inlines around the call.
    long allocated =
        Allocation.leastBy(
            i -> {
              Histogram.Timing timing = histogram.start();
              timing.close();
            });

    assertThat(allocated).isLessThanOrEqualTo(32L * Allocation.CALLS);
  }

  @Test
  void histogram_withASampledSpan_allocatesNothingBetweenReadings() {
    Histogram histogram = metrics.histogram("h").unit("s").create();
    try (Scope scope = sampledSpan().makeCurrent()) {
      assertThat(scope).isNotNull();
      assertAllocatesNothing(i -> histogram.record(0.001 * (i % 1_000)));
    }
  }

  @Test
  void histogram_withAnUnsampledSpan_allocatesNothing() {
    Histogram histogram = metrics.histogram("h").unit("s").create();
    SpanContext sampled = sampledSpan().getSpanContext();
    SpanContext unsampled =
        SpanContext.create(
            sampled.getTraceId(),
            sampled.getSpanId(),
            TraceFlags.getDefault(),
            TraceState.getDefault());
    try (Scope scope = Span.wrap(unsampled).makeCurrent()) {
      assertThat(scope).isNotNull();
      assertAllocatesNothing(i -> histogram.record(0.001 * (i % 1_000)));
    }
  }

  @Test
  void of_oneToFiveLabelsOverTenThousandSets_allocatesNothing() {
    Family<Counter> one = metrics.counter("one").limit(SETS).labels("a");
    Family<Counter> two = metrics.counter("two").limit(SETS).labels("a", "b");
    Family<Counter> three = metrics.counter("three").limit(SETS).labels("a", "b", "c");
    Family<Counter> four = metrics.counter("four").limit(SETS).labels("a", "b", "c", "d");
    Family<Counter> five = metrics.counter("five").limit(SETS).labels("a", "b", "c", "d", "e");

    assertAllocatesNothing(
        i -> {
          String[] v = values[i % SETS];
          one.of(v[0]).increment();
          two.of(v[0], v[1]).increment();
          three.of(v[0], v[1], v[2]).increment();
          four.of(v[0], v[1], v[2], v[3]).increment();
          five.of(v[0], v[1], v[2], v[3], v[4]).increment();
        });
  }

  @Test
  void of_beyondTheLimit_allocatesNothing() {
    Family<Counter> three = metrics.counter("three").limit(10).labels("a", "b", "c");
    Family<Counter> five = metrics.counter("five").limit(10).labels("a", "b", "c", "d", "e");

    assertAllocatesNothing(
        i -> {
          String[] v = values[i % SETS];
          three.of(v[0], v[1], v[2]).increment();
          five.of(v[0], v[1], v[2], v[3], v[4]).increment();
        });
  }

  @Test
  void counter_withASampledSpan_allocatesNothingBetweenReadings() {
    Counter counter = metrics.counter("c").create();
    try (Scope scope = sampledSpan().makeCurrent()) {
      assertThat(scope).isNotNull();
      assertAllocatesNothing(i -> counter.increment());
    }
  }

  @Test
  void counter_onAVirtualThread_allocatesNothing() throws Exception {
    assumeTrue(
        Runtime.version().feature() >= 21, "skipped: this JDK has no virtual threads, 25 has");
    Family<Counter> family = metrics.counter("c").labels("a", "b");
    Runnable recording =
        () -> {
          for (int i = 0; i < Allocation.CALLS; i++) {
            family.of("x", "y").increment();
          }
        };
    virtually(recording);

    // The total counts all threads, so that what others allocate may be in it.
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 10; attempt++) {
      long before = totalAllocated();
      virtually(recording);
      least = Math.min(least, totalAllocated() - before);
    }

    assertThat(least).isLessThan(Allocation.CALLS);
  }

  private static Span sampledSpan() {
    return Span.wrap(
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault()));
  }

  private static void virtually(Runnable task) throws Exception {
    ((Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task))
        .join();
  }

  private long totalAllocated() throws Exception {
    return (long) ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(threads);
  }

  private static void assertAllocatesNothing(IntConsumer recording) {
    assertThat(Allocation.leastBy(recording)).isZero();
  }
}
