package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.judges.SilentLogger;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What histograms count and sum is exact and consistent, whatever else happens. */
class HistogramStressTest {

  private static final int ROUNDS = 50_000;

  private final Metrics metrics =
      Metrics.builder().diagnostics(Diagnostics.loggingTo(new SilentLogger())).build();
  private final Contention contention = new Contention(metrics);

  @Test
  void histogram_manyThreadsOneSeriesWhileScraping_countsAndSumsExactly() throws Exception {
    Histogram histogram = metrics.histogram("h").unit("s").both(0.5, 1, 2, 4).create();
    Ledger ledger = new Ledger("h");

    contention.whileScraping(
        ledger,
        () ->
            Contention.inThreads(
                thread -> {
                  for (int i = 0; i < ROUNDS; i++) {
                    histogram.record(0.25 * (1 + i % 32));
                    histogram.recordNanos(1 + i % 1_000);
                  }
                }));

    Distribution reading = Distribution.of(metrics, "h");
    assertThat(ledger.faults()).isEmpty();
    assertThat(ledger.sum()).isEqualTo(2L * Contention.THREADS * ROUNDS);
    assertThat(reading.count()).isEqualTo(2L * Contention.THREADS * ROUNDS);
    assertThat(reading.exponentialCount()).isEqualTo(reading.count());
    double quarters = 0;
    long nanos = 0;
    for (int i = 0; i < ROUNDS; i++) {
      quarters += 0.25 * (1 + i % 32);
      nanos += 1 + i % 1_000;
    }
    assertThat(reading.sum())
        .isEqualTo(Contention.THREADS * quarters + Contention.THREADS * nanos / 1e9);
    assertThat(reading.min()).isEqualTo(1e-9);
    assertThat(reading.max()).isEqualTo(8);
  }

  @Test
  void histogram_everyReadingUnderContention_isConsistent() throws Exception {
    Histogram histogram = metrics.histogram("h").both(1, 2).create();
    AtomicLong wrong = new AtomicLong();

    Contention.whileWalking(
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
            Contention.inThreads(
                thread -> {
                  for (int i = 0; i < ROUNDS; i++) {
                    histogram.record(1.5);
                  }
                }));

    assertThat(wrong).hasValue(0);
    assertThat(Distribution.of(metrics, "h").count()).isEqualTo((long) Contention.THREADS * ROUNDS);
  }

  @Test
  void histogram_removedWhileWritingAndScraping_accountsForEveryRecording() throws Exception {
    Family<Histogram> family = metrics.histogram("h").unit("s").limit(40).labels("key");
    Ledger ledger = new Ledger("h");

    contention.whileScraping(
        ledger,
        () ->
            Contention.inThreads(
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
    long refused = page.refused("h", "removed");
    assertThat(ledger.faults()).isEmpty();
    assertThat(page.value("obs.metrics.removed.unseen")).isEqualTo(0L);
    assertThat(ledger.sum() + refused).isEqualTo(2L * Contention.THREADS * ROUNDS);
  }

  @Test
  void histogram_tenThousandVirtualThreads_countsExactly() throws Exception {
    Histogram histogram = metrics.histogram("h").unit("s").create();

    Contention.inVirtualThreads(
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
}
