package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every record that several threads offer is delivered or counted as dropped, exactly, while the
 * destination stalls, fails in every way, and recovers. {@code -Psoak} offers ten million.
 */
class BatcherSoakTest {

  private static final int RECORDS = Integer.getInteger("soak.records", 1_500_000);
  private static final int THREADS = 4;
  private static final int BURST = 64;
  private static final int RUSH = 8_192;
  private static final int ROOM = 256;
  private static final long SEED = 20_261_122;

  private final RecordingLogger logger = new RecordingLogger();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(logger);
  private final MoodyExporter exporter = new MoodyExporter();
  private final Batcher<Integer> batcher =
      Batcher.start(
          Signal.TRACES,
          "moody",
          BatchSettings.builder()
              .queueSize(2_048)
              .queueBytes(2_048 * 100)
              .batchSize(256)
              .delay(Duration.ofMillis(5))
              .exportTimeout(Duration.ofMillis(50))
              .build(),
          exporter,
          record -> record % 97 == 0 ? 1_000 : 100,
          diagnostics);

  /** A destination with phases of health and sickness, which keeps accounts of its own. */
  private static final class MoodyExporter implements BatchExporter<Integer> {
    final ExecutorService others = Executors.newFixedThreadPool(2);
    final AtomicLong delivered = new AtomicLong();
    final AtomicLong rejected = new AtomicLong();
    final BitSet seen = new BitSet(RECORDS);
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Runnable> late = new ArrayList<>();
    private int calls;
    private int twice;

    @Override
    public CompletionStage<ExportResult> export(List<Integer> batch) {
      for (int record : batch) {
        twice += seen.get(record) ? 1 : 0;
        seen.set(record);
      }
      boolean sick = calls++ / 64 % 4 == 3;
      int mood = random.nextInt(sick ? 8 : 64);
      return switch (mood) {
        case 0 -> throw new IllegalStateException("moody");
        case 1 -> throw new NoClassDefFoundError("moody");
        case 2 -> CompletableFuture.failedFuture(new IllegalStateException("moody"));
        case 3 -> answerLate(batch.size());
        case 4 -> reject(batch.size() / 2, batch.size());
        case 5 -> {
          Thread.currentThread().interrupt();
          yield deliver(batch.size());
        }
        case 6 -> {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
          yield deliver(batch.size());
        }
        default ->
            sick
                ? reject(batch.size(), batch.size())
                : CompletableFuture.supplyAsync(() -> deliverNow(batch.size()), others);
      };
    }

    /** After the timeout, when nobody waits for it any more. */
    private CompletionStage<ExportResult> answerLate(int size) {
      CompletableFuture<ExportResult> stage = new CompletableFuture<>();
      late.add(() -> stage.complete(deliverNow(size)));
      return stage;
    }

    private CompletionStage<ExportResult> reject(int count, int size) {
      rejected.addAndGet(count);
      delivered.addAndGet(size - count);
      return CompletableFuture.completedFuture(ExportResult.dropped(count, "rejected"));
    }

    private CompletionStage<ExportResult> deliver(int count) {
      return CompletableFuture.completedFuture(deliverNow(count));
    }

    private ExportResult deliverNow(int count) {
      delivered.addAndGet(count);
      return ExportResult.delivered();
    }
  }

  @Test
  @Timeout(1_200)
  void records_throughADestinationThatStallsFailsAndRecovers_addUpExactly() throws Exception {
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> offer(next));
      threads.add(thread);
      thread.start();
    }
    while (next.get() < RECORDS - RECORDS / 20) {
      batcher.flush(Duration.ofMillis(3));
    }
    batcher.close(Duration.ofSeconds(30)); // The threads are still at it.
    for (Thread thread : threads) {
      thread.join();
    }
    exporter.others.shutdown();
    assertThat(exporter.others.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    exporter.late.forEach(Runnable::run);

    long exported = Tallies.exported(diagnostics);
    assertThat(exported + Tallies.dropped(diagnostics)).isEqualTo(RECORDS);
    assertThat(exporter.twice).isZero();
    long refused = dropped("queue_full") + dropped("queue_bytes") + dropped("closed");
    assertThat(exporter.seen.cardinality()).isEqualTo(RECORDS - refused);
    assertThat(dropped("rejected")).isEqualTo(exporter.rejected.get());
    assertThat(exporter.delivered.get())
        .isBetween(exported, exported + dropped("timeout")); // Some answers may have come late.
    for (String reason : List.of("queue_bytes", "closed", "failed", "timeout")) {
      assertThat(dropped(reason)).as(reason).isPositive();
    }
    assertThat(exported).isGreaterThan(RECORDS / 2);
    assertThat(Tallies.queued(diagnostics)).isZero();
  }

  private long dropped(String reason) {
    return Tallies.dropped(diagnostics, reason);
  }

  /** In bursts that wait for room, and at times in a rush that does not. */
  private void offer(AtomicInteger next) {
    for (int record = next.getAndIncrement(); record < RECORDS; record = next.getAndIncrement()) {
      batcher.accept(record);
      if (record % BURST == 0 && record / RUSH % 16 != 0) {
        while (Tallies.queued(diagnostics) > ROOM) {
          LockSupport.parkNanos(50_000);
        }
      }
    }
  }
}
