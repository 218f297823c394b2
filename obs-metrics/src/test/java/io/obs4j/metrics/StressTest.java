package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is counted is counted exactly, whatever else happens at the same time. */
class StressTest {

  private static final int THREADS = 8;
  private static final int ROUNDS = 50_000;

  private final Metrics metrics =
      Metrics.builder().diagnostics(Diagnostics.loggingTo(new SilentLogger())).build();

  @Test
  void increment_manyThreadsOneSeries_countsExactly() throws Exception {
    Counter counter = metrics.counter("c").create();
    Ledger ledger = new Ledger("c");

    whileScraping(
        ledger,
        () ->
            inThreads(
                thread -> {
                  for (int i = 0; i < ROUNDS; i++) {
                    counter.increment();
                  }
                }));

    assertThat(ledger.sum()).isEqualTo((long) THREADS * ROUNDS);
    assertThat(ledger.faults()).isEmpty();
  }

  @Test
  void add_integersAndFractions_sumExactly() throws Exception {
    Counter counter = metrics.counter("c").create();
    UpDownCounter balance = metrics.upDownCounter("u").create();

    inThreads(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            counter.add(0.5);
            counter.add(2);
            balance.add(thread % 2 == 0 ? 3 : -3);
          }
        });

    assertThat(Page.of(metrics).value("c")).isEqualTo(2.5 * THREADS * ROUNDS);
    assertThat(Page.of(metrics).value("u")).isEqualTo(0L);
  }

  @Test
  void gauge_addAndMax_losesNothing() throws Exception {
    Gauge sum = metrics.gauge("sum").create();
    Gauge max = metrics.gauge("max").create();

    inThreads(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            sum.add(1);
            max.max((double) i * THREADS + thread);
          }
        });

    assertThat(Page.of(metrics).value("sum")).isEqualTo((double) THREADS * ROUNDS);
    assertThat(Page.of(metrics).value("max")).isEqualTo((double) THREADS * ROUNDS - 1);
  }

  @Test
  void of_allThreadsFillTheFamilyToItsLimit_noneOverflows() throws Exception {
    for (int repeat = 0; repeat < 20; repeat++) {
      Family<Counter> family = metrics.counter("c" + repeat).limit(500).labels("a", "b");

      inThreads(
          thread -> {
            for (int i = 0; i < 2_000; i++) {
              family.of("v" + i % 500, "x").increment();
            }
          });

      Page page = Page.of(metrics);
      assertThat(page.has("c" + repeat + "{otel.metric.overflow=\"true\"}")).isFalse();
      assertThat(page.value("c" + repeat + "{a=\"v499\",b=\"x\"}")).isEqualTo(4L * THREADS);
    }
  }

  @Test
  void remove_whileWritingAndScraping_accountsForEveryIncrement() throws Exception {
    Family<Counter> family = metrics.counter("c").limit(40).labels("key");
    Ledger ledger = new Ledger("c");

    whileScraping(
        ledger,
        () ->
            inThreads(
                thread -> {
                  SplittableRandom random = new SplittableRandom(thread);
                  List<Counter> kept = new ArrayList<>();
                  for (int i = 0; i < ROUNDS; i++) {
                    String key = "k" + random.nextInt(64);
                    if (random.nextInt(400) == 0) {
                      family.remove(key);
                    } else if (random.nextInt(4_000) == 0) {
                      family.removeIf(labels -> labels.toString().contains("3"));
                    }
                    Counter counter = family.of(key);
                    counter.increment();
                    if (kept.size() < 16) {
                      kept.add(counter);
                    }
                    kept.get(random.nextInt(kept.size())).increment();
                  }
                }));

    Page page = Page.of(metrics);
    long refused = (long) page.value("obs.metrics.refused{metric=\"c\",reason=\"removed\"}");
    assertThat(ledger.faults()).isEmpty();
    assertThat(page.value("obs.metrics.removed.unseen")).isEqualTo(0L);
    assertThat(ledger.sum() + refused).isEqualTo(2L * THREADS * ROUNDS);
    assertThat(ledger.seriesCount()).isGreaterThan(100);
  }

  @Test
  void summary_whileRemovedAndScraped_accountsForEveryValue() throws Exception {
    Family<Summary> family =
        metrics.summary("s").window(Duration.ofMillis(8), 4).limit(40).labels("key");
    Ledger ledger = new Ledger("s");

    whileScraping(
        ledger,
        () ->
            inThreads(
                thread -> {
                  SplittableRandom random = new SplittableRandom(thread);
                  for (int i = 0; i < ROUNDS; i++) {
                    if (random.nextInt(5_000) == 0) {
                      family.remove("k");
                    }
                    family.of("k").record(random.nextDouble(1e6));
                  }
                }));

    Page page = Page.of(metrics);
    String removed = "obs.metrics.refused{metric=\"s\",reason=\"removed\"}";
    long refused = page.has(removed) ? (long) page.value(removed) : 0;
    assertThat(ledger.faults()).isEmpty();
    assertThat(ledger.sum() + refused).isEqualTo((long) THREADS * ROUNDS);
  }

  @Test
  void inFlight_manyThreads_comesToRestAtZero() throws Exception {
    InFlight inFlight = metrics.inFlight("jobs").create();

    inThreads(
        thread -> {
          for (int i = 0; i < ROUNDS / 10; i++) {
            InFlight.Task task = inFlight.start();
            task.close();
            task.close();
          }
        });

    assertThat(Page.of(metrics).value("jobs.active")).isEqualTo(0L);
  }

  @Test
  void expiry_whileWritingAndRemoving_accountsForEveryIncrement() throws Exception {
    Family<Counter> family =
        metrics.counter("c").limit(40).expireAfter(Duration.ofNanos(1)).labels("key");
    Ledger ledger = new Ledger("c");

    whileScrapedByOne(
        ledger,
        () ->
            inThreads(
                thread -> {
                  SplittableRandom random = new SplittableRandom(thread);
                  for (int i = 0; i < ROUNDS; i++) {
                    String key = "k" + (random.nextInt(8) + i / 10_000);
                    if (random.nextInt(2_000) == 0) {
                      family.remove(key);
                    }
                    family.of(key).increment();
                  }
                }),
        () -> {});

    Page page = Page.of(metrics);
    String removed = "obs.metrics.refused{metric=\"c\",reason=\"removed\"}";
    long refused = page.has(removed) ? (long) page.value(removed) : 0;
    assertThat(ledger.faults()).isEmpty();
    assertThat(ledger.sum() + refused).isEqualTo((long) THREADS * ROUNDS);
  }

  @Test
  void increment_tenThousandVirtualThreads_countsExactly() throws Exception {
    Counter counter = metrics.counter("c").create();
    Family<Counter> family = metrics.counter("f").labels("key");

    inVirtualThreads(
        task -> {
          String key = "k" + task % 100;
          for (int i = 0; i < 100; i++) {
            counter.increment();
            family.of(key).add(2);
          }
        });

    Page page = Page.of(metrics);
    assertThat(page.value("c")).isEqualTo(1_000_000L);
    assertThat(page.value("f{key=\"k99\"}")).isEqualTo(20_000L);
  }

  @Test
  void histogram_manyThreadsOneSeriesWhileScraping_countsAndSumsExactly() throws Exception {
    Histogram histogram = metrics.histogram("h").unit("s").both(0.5, 1, 2, 4).create();
    Ledger ledger = new Ledger("h");

    whileScraping(
        ledger,
        () ->
            inThreads(
                thread -> {
                  for (int i = 0; i < ROUNDS; i++) {
                    histogram.record(0.25 * (1 + i % 32));
                    histogram.recordNanos(1 + i % 1_000);
                  }
                }));

    Distribution reading = Distribution.of(metrics, "h");
    assertThat(ledger.faults()).isEmpty();
    assertThat(ledger.sum()).isEqualTo(2L * THREADS * ROUNDS);
    assertThat(reading.count()).isEqualTo(2L * THREADS * ROUNDS);
    assertThat(reading.exponentialCount()).isEqualTo(reading.count());
    double quarters = 0;
    long nanos = 0;
    for (int i = 0; i < ROUNDS; i++) {
      quarters += 0.25 * (1 + i % 32);
      nanos += 1 + i % 1_000;
    }
    assertThat(reading.sum()).isEqualTo(THREADS * quarters + THREADS * nanos / 1e9);
    assertThat(reading.min()).isEqualTo(1e-9);
    assertThat(reading.max()).isEqualTo(8);
  }

  @Test
  void histogram_everyReadingUnderContention_isConsistent() throws Exception {
    Histogram histogram = metrics.histogram("h").both(1, 2).create();
    AtomicLong wrong = new AtomicLong();

    whileWalking(
        () -> {
          Distribution reading = Distribution.of(metrics, "h");
          boolean agrees =
              reading.sum() == reading.count() * 1.5
                  && reading.counts()[1] == reading.count()
                  && reading.exponentialCount() == reading.count();
          if (!agrees) {
            wrong.incrementAndGet();
          }
        },
        () ->
            inThreads(
                thread -> {
                  for (int i = 0; i < ROUNDS; i++) {
                    histogram.record(1.5);
                  }
                }));

    assertThat(wrong).hasValue(0);
    assertThat(Distribution.of(metrics, "h").count()).isEqualTo((long) THREADS * ROUNDS);
  }

  @Test
  void histogram_removedWhileWritingAndScraping_accountsForEveryRecording() throws Exception {
    Family<Histogram> family = metrics.histogram("h").unit("s").limit(40).labels("key");
    Ledger ledger = new Ledger("h");

    whileScraping(
        ledger,
        () ->
            inThreads(
                thread -> {
                  SplittableRandom random = new SplittableRandom(thread);
                  for (int i = 0; i < ROUNDS; i++) {
                    String key = "k" + random.nextInt(32);
                    Histogram histogram = family.of(key);
                    if (random.nextInt(1_000) == 0) {
                      family.remove(key);
                    }
                    histogram.record(random.nextDouble());
                    histogram.recordNanos(random.nextInt());
                  }
                }));

    Page page = Page.of(metrics);
    long refused = (long) page.value("obs.metrics.refused{metric=\"h\",reason=\"removed\"}");
    assertThat(ledger.faults()).isEmpty();
    assertThat(page.value("obs.metrics.removed.unseen")).isEqualTo(0L);
    assertThat(ledger.sum() + refused).isEqualTo(2L * THREADS * ROUNDS);
  }

  @Test
  void histogram_tenThousandVirtualThreads_countsExactly() throws Exception {
    Histogram histogram = metrics.histogram("h").unit("s").create();

    inVirtualThreads(
        task -> {
          for (int i = 0; i < 100; i++) {
            histogram.record(task + 1);
            histogram.recordNanos(i);
          }
        });

    Distribution reading = Distribution.of(metrics, "h");
    assertThat(reading.count()).isEqualTo(2_000_000L);
    assertThat(reading.zeroCount()).isEqualTo(10_000L);
    assertThat(reading.sum()).isEqualTo(100 * 10_000.0 * 10_001 / 2 + 10_000 * 4_950 / 1e9);
  }

  private interface Task {
    void run(int thread);
  }

  private static void inThreads(Task task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    CountDownLatch start = new CountDownLatch(THREADS);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      Callable<Void> body =
          () -> {
            start.countDown();
            start.await();
            task.run(thread);
            return null;
          };
      running.add(executor.submit(body));
    }
    join(running);
    executor.shutdown();
  }

  private static void inVirtualThreads(Task body) throws Exception {
    assumeTrue(
        Runtime.version().feature() >= 21, "skipped: this JDK has no virtual threads, 25 has");
    ExecutorService executor =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    CountDownLatch allStarted = new CountDownLatch(10_000);
    List<Future<?>> tasks = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      int task = i;
      tasks.add(
          executor.submit(
              () -> {
                allStarted.countDown();
                allStarted.await();
                body.run(task);
                return null;
              }));
    }
    join(tasks);
    executor.shutdown();
  }

  private static void join(List<Future<?>> tasks) throws InterruptedException, ExecutionException {
    for (Future<?> task : tasks) {
      task.get();
    }
  }

  private interface Body {
    void run() throws Exception;
  }

  /** One reader fills the ledger; another one, as busy, makes removed series wait for both. */
  private void whileScraping(Ledger ledger, Body body) throws Exception {
    try (MetricReader other = metrics.openReader()) {
      Runnable otherWalk = () -> other.visit(new Ledger("").walk());
      whileScrapedByOne(ledger, () -> whileWalking(otherWalk, body), otherWalk);
    }
  }

  private void whileScrapedByOne(Ledger ledger, Body body, Runnable otherWalk) throws Exception {
    try (MetricReader reader = metrics.openReader()) {
      Runnable walk = () -> reader.visit(ledger.walk());
      whileWalking(walk, body);
      // A removed series may wait behind others of its key.
      for (int i = 0; i < 1_000; i++) {
        walk.run();
        otherWalk.run();
      }
    }
  }

  private static void whileWalking(Runnable walk, Body body) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    Future<?> walks =
        executor.submit(
            () -> {
              while (!done.get()) {
                walk.run();
              }
            });
    try {
      body.run();
    } finally {
      done.set(true);
      executor.shutdown();
    }
    walks.get();
  }
}
