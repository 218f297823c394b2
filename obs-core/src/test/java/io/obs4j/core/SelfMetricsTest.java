package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelfMetricsTest {

  private static final AttributeKey<String> WHO = AttributeKey.stringKey("who");

  private final ManualClock clock = ManualClock.at(Instant.ofEpochSecond(1_000));
  private final SelfMetrics metrics = new SelfMetrics(clock);

  private static Attributes who(String value) {
    return Attributes.of(WHO, value);
  }

  private SelfMetrics.Counter scrapes(Attributes attributes) {
    return metrics.counter("obs.scrapes", "{scrape}", "Scrapes answered.", attributes);
  }

  @Test
  void counter_ofLongsBeyondTheDoublesPrecision_isExact() {
    SelfMetrics.Counter counter = scrapes(Attributes.empty());
    counter.add(1L << 53);
    counter.increment();

    assertThat(counter.isLong()).isTrue();
    assertThat(counter.longValue()).isEqualTo((1L << 53) + 1);
    assertThat(counter.exemplar()).isNull();
  }

  @Test
  void counter_askedTwice_isTheSame() {
    assertThat(scrapes(who("a"))).isSameAs(scrapes(who("a"))).isNotSameAs(scrapes(who("b")));
  }

  @Test
  void elapsedTime_ofNanoseconds_isToldInSeconds() {
    SelfMetrics.ElapsedTime time =
        metrics.elapsedTime("obs.scrape.time", "Time spent.", Attributes.empty());
    time.addNanos(1_500_000_000);
    time.addNanos(1);

    assertThat(time.isLong()).isFalse();
    assertThat(time.doubleValue()).isEqualTo(1.500000001);
    assertThat(time.longValue()).isEqualTo(1);
    assertThat(time.exemplar()).isNull();
  }

  @Test
  void gauge_setTwice_tellsTheLast() {
    SelfMetrics.Gauge gauge = metrics.gauge("obs.queue", "{item}", "Queued.", Attributes.empty());
    gauge.set(7);
    gauge.set(2.5);

    assertThat(gauge.isLong()).isFalse();
    assertThat(gauge.doubleValue()).isEqualTo(2.5);
    assertThat(gauge.longValue()).isEqualTo(2);
    assertThat(gauge.exemplar()).isNull();
  }

  @Test
  void include_countsAreInOneOfThoseThatIncludeThem() {
    SelfMetrics source = new SelfMetrics(clock);
    SelfMetrics.Counter counted =
        source.counter("obs.scrapes", "{scrape}", "Scrapes answered.", who("a"));
    scrapes(who("a")).add(10);
    counted.add(1);
    SelfMetrics.Observation first = metrics.include(source);
    RecordingVisitor unused = new RecordingVisitor();
    metrics.visit(unused);
    metrics.visit(unused);
    assertThat(scrapes(who("a")).longValue()).isEqualTo(11);
    counted.add(2);
    first.end();
    counted.add(4);

    SelfMetrics other = new SelfMetrics(clock);
    other.include(source);
    other.visit(unused);
    metrics.visit(unused);

    assertThat(scrapes(who("a")).longValue()).isEqualTo(13);
    assertThat(other.counter("obs.scrapes", "{scrape}", "Scrapes answered.", who("a")).longValue())
        .isEqualTo(4);
    assertThat(counted.longValue()).isEqualTo(7);
  }

  @Test
  void visit_whileInclusionsEnd_doesNotThrow() throws Exception {
    SelfMetrics source = new SelfMetrics(clock);
    Thread including =
        new Thread(
            () -> {
              for (int i = 0; i < 500_000; i++) {
                metrics.include(source).end();
              }
            });
    including.start();
    try {
      while (including.isAlive()) {
        RecordingVisitor.walk(metrics);
      }
    } finally {
      including.join();
    }

    assertThat(scrapes(who("a")).longValue()).isZero();
  }

  @Test
  void observed_severalTimes_tellsTheSumOfThoseThatHaveNotEnded() {
    SelfMetrics.Observed size =
        metrics.observed("obs.queue", "{item}", "Queued.", Attributes.empty());
    AtomicLong one = new AtomicLong(1);
    SelfMetrics.Observation first = size.observe(one::get);
    size.observe(() -> 10);
    one.set(2);

    assertThat(size.isLong()).isTrue();
    assertThat(size.longValue()).isEqualTo(12);
    first.end();
    first.end();
    assertThat(size.doubleValue()).isEqualTo(10.0);
    assertThat(size.exemplar()).isNull();
    assertThat(RecordingVisitor.walk(metrics)).containsExactly("GAUGE obs.queue", "{} 10");
  }

  @Test
  void observed_asSumsThatGrowOrShrink_isShownAsSuch() {
    metrics
        .observed(MetricKind.COUNTER, "obs.done", "{item}", "Done.", Attributes.empty())
        .observe(() -> 3);
    metrics
        .observed(MetricKind.UP_DOWN_COUNTER, "obs.open", "{item}", "Open.", Attributes.empty())
        .observe(() -> -1);

    assertThat(RecordingVisitor.walk(metrics))
        .containsExactly("COUNTER obs.done", "{} 3", "UP_DOWN_COUNTER obs.open", "{} -1");
    assertThatThrownBy(
            () -> metrics.observed(MetricKind.HISTOGRAM, "h", "s", "H.", Attributes.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HISTOGRAM")
        .hasMessageContaining("GAUGE");
  }

  @Test
  void declaration_ofATakenName_throwsNamingBoth() {
    scrapes(Attributes.empty());

    assertThatThrownBy(() -> metrics.gauge("obs.scrapes", "", "", Attributes.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GAUGE")
        .hasMessageContaining("COUNTER");
    assertThatThrownBy(
            () -> metrics.counter("obs.scrapes", "{scrape}", "Other help.", Attributes.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void declaration_ofACounterAsElapsedTime_throws() {
    metrics.counter("obs.time", "s", "Time.", Attributes.empty());

    assertThatThrownBy(() -> metrics.elapsedTime("obs.time", "Time.", Attributes.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void visit_walksFamiliesByNameAndSeriesByCreation() {
    scrapes(who("z")).add(1);
    scrapes(who("a")).add(2);
    metrics.gauge("obs.a", "", "", Attributes.empty()).set(3);

    assertThat(RecordingVisitor.walk(metrics))
        .containsExactly("GAUGE obs.a", "{} 3.0", "COUNTER obs.scrapes", "{who=z} 1", "{who=a} 2");
  }

  @Test
  void visit_ofManySeries_keepsIndicesDenseAndOrderStable() {
    IntStream.range(0, 500).forEach(i -> scrapes(who("w" + i)));
    RecordingVisitor visitor = new RecordingVisitor();
    metrics.visit(visitor);

    assertThat(visitor.series)
        .extracting(Series::index)
        .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
    assertThat(visitor.series).extracting(Series::generation).containsOnly(0);
    assertThat(visitor.families).hasSize(1);
  }

  @Test
  void visit_handsOutTheSameFamilyEachTime() {
    scrapes(Attributes.empty());
    RecordingVisitor visitor = new RecordingVisitor();
    metrics.visit(visitor);
    metrics.visit(visitor);

    assertThat(visitor.families.get(0)).isSameAs(visitor.families.get(1));
  }

  @Test
  void series_startsWhenItIsCreated() {
    clock.advance(Duration.ofSeconds(5));
    scrapes(Attributes.empty());
    clock.advance(Duration.ofSeconds(5));
    RecordingVisitor visitor = new RecordingVisitor();
    metrics.visit(visitor);

    assertThat(visitor.series)
        .extracting(Series::startEpochNanos)
        .containsExactly(1_005_000_000_000L);
  }

  @Test
  void series_beyondTheLimit_shareOneThatIsMarked() {
    List<SelfMetrics.Counter> counters =
        IntStream.range(0, 1_010).mapToObj(i -> scrapes(who("w" + i))).toList();
    counters.forEach(SelfMetrics.Counter::increment);

    List<String> lines = RecordingVisitor.walk(metrics);
    assertThat(lines).hasSize(1 + 1_000 + 1).endsWith("{otel.metric.overflow=true} 10");
    assertThat(scrapes(who("w999")).longValue()).isEqualTo(1);
  }

  @Test
  void counter_incrementedAndDeclaredByTwoThreads_losesNothing() throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    Runnable work =
        () -> {
          awaitUninterrupted(start);
          for (int i = 0; i < 20_000; i++) {
            scrapes(who("w" + i % 100)).increment();
          }
        };
    Thread first = new Thread(work);
    Thread second = new Thread(work);
    first.start();
    second.start();
    start.countDown();
    first.join();
    second.join();

    long total = IntStream.range(0, 100).mapToLong(i -> scrapes(who("w" + i)).longValue()).sum();
    assertThat(total).isEqualTo(40_000);
    assertThat(RecordingVisitor.walk(metrics)).hasSize(101);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
