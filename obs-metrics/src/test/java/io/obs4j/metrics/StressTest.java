package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.judges.SilentLogger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is counted is counted exactly, whatever else happens at the same time. */
class StressTest {

  private static final int ROUNDS = 50_000;

  private final Metrics metrics =
      Metrics.builder().diagnostics(Diagnostics.loggingTo(new SilentLogger())).build();
  private final Contention contention = new Contention(metrics);

  @Test
  void increment_manyThreadsOneSeries_countsExactly() throws Exception {
    Counter counter = metrics.counter("c").create();
    Ledger ledger = new Ledger("c");

    contention.whileScraping(
        ledger,
        () ->
            Contention.inThreads(
                thread -> {
                  for (int i = 0; i < ROUNDS; i++) {
                    counter.increment();
                  }
                }));

    assertThat(ledger.sum()).isEqualTo((long) Contention.THREADS * ROUNDS);
    assertThat(ledger.faults()).isEmpty();
  }

  @Test
  void add_integersAndFractions_sumExactly() throws Exception {
    Counter counter = metrics.counter("c").create();
    UpDownCounter balance = metrics.upDownCounter("u").create();

    Contention.inThreads(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            counter.add(0.5);
            counter.add(2);
            balance.add(thread % 2 == 0 ? 3 : -3);
          }
        });

    assertThat(Page.of(metrics).value("c")).isEqualTo(2.5 * Contention.THREADS * ROUNDS);
    assertThat(Page.of(metrics).value("u")).isEqualTo(0L);
  }

  @Test
  void gauge_addAndMax_losesNothing() throws Exception {
    Gauge sum = metrics.gauge("sum").create();
    Gauge max = metrics.gauge("max").create();

    Contention.inThreads(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            sum.add(1);
            max.max((double) i * Contention.THREADS + thread);
          }
        });

    assertThat(Page.of(metrics).value("sum")).isEqualTo((double) Contention.THREADS * ROUNDS);
    assertThat(Page.of(metrics).value("max")).isEqualTo((double) Contention.THREADS * ROUNDS - 1);
  }

  @Test
  void of_allThreadsFillTheFamilyToItsLimit_noneOverflows() throws Exception {
    for (int repeat = 0; repeat < 20; repeat++) {
      Family<Counter> family = metrics.counter("c" + repeat).limit(500).labels("a", "b");

      Contention.inThreads(
          thread -> {
            for (int i = 0; i < 2_000; i++) {
              family.of("v" + i % 500, "x").increment();
            }
          });

      Page page = Page.of(metrics);
      assertThat(page.has("c" + repeat + "{otel.metric.overflow=\"true\"}")).isFalse();
      assertThat(page.value("c" + repeat + "{a=\"v499\",b=\"x\"}"))
          .isEqualTo(4L * Contention.THREADS);
    }
  }

  @Test
  void remove_whileWritingAndScraping_accountsForEveryIncrement() throws Exception {
    Family<Counter> family = metrics.counter("c").limit(40).labels("key");
    Ledger ledger = new Ledger("c");

    contention.whileScraping(
        ledger,
        () ->
            Contention.inThreads(
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
    long refused = page.refused("c", "removed");
    assertThat(ledger.faults()).isEmpty();
    assertThat(page.value("obs.metrics.removed.unseen")).isEqualTo(0L);
    assertThat(ledger.sum() + refused).isEqualTo(2L * Contention.THREADS * ROUNDS);
    assertThat(ledger.seriesCount()).isGreaterThan(100);
  }

  @Test
  void summary_whileRemovedAndScraped_accountsForEveryValue() throws Exception {
    Family<Summary> family =
        metrics.summary("s").window(Duration.ofMillis(8), 4).limit(40).labels("key");
    Ledger ledger = new Ledger("s");

    contention.whileScraping(
        ledger,
        () ->
            Contention.inThreads(
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
    long refused = page.refused("s", "removed");
    assertThat(ledger.faults()).isEmpty();
    assertThat(ledger.sum() + refused).isEqualTo((long) Contention.THREADS * ROUNDS);
  }

  @Test
  void inFlight_manyThreads_comesToRestAtZero() throws Exception {
    InFlight inFlight = metrics.inFlight("jobs").create();

    Contention.inThreads(
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

    contention.whileScrapedByOne(
        ledger,
        () ->
            Contention.inThreads(
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
    long refused = page.refused("c", "removed");
    assertThat(ledger.faults()).isEmpty();
    assertThat(ledger.sum() + refused).isEqualTo((long) Contention.THREADS * ROUNDS);
  }

  @Test
  void increment_tenThousandVirtualThreads_countsExactly() throws Exception {
    Counter counter = metrics.counter("c").create();
    Family<Counter> family = metrics.counter("f").labels("key");

    Contention.inVirtualThreads(
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
}
