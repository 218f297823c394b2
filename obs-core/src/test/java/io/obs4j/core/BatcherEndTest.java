package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of records when a batcher is flushed or closed. */
@Timeout(60)
class BatcherEndTest extends OneBatcher {

  @Test
  void flush_ofNothing_isTrueAtOnce() {
    assertThat(start().flush(Duration.ZERO)).isTrue();
  }

  @Test
  void flush_withoutTime_isFalseAndExportsAllTheSame() {
    exporter.hold();
    Batcher<Integer> batcher = start();
    batcher.accept(1);

    assertThat(batcher.flush(Duration.ofNanos(-1))).isFalse();
    exporter.release();
    assertThat(exporter.nextBatch()).containsExactly(1);
  }

  @Test
  void flush_underConstantLoad_ends() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    Batcher<Integer> batcher = start();
    Thread load =
        new Thread(
            () -> {
              while (!stop.get()) {
                batcher.accept(1);
              }
            });
    load.start();
    for (int i = 0; i < 100; i++) {
      assertThat(batcher.flush(LONG)).isTrue();
    }
    stop.set(true);
    load.join();
  }

  @Test
  void flush_interrupted_isFalseAtOnceAndStillInterrupted() {
    exporter.hold();
    Batcher<Integer> batcher = start();
    batcher.accept(1);
    Thread.currentThread().interrupt();

    assertThat(batcher.flush(NEVER)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void close_withRecordsEverywhere_deliversThem() {
    Batcher<Integer> batcher = start();
    accept(batcher, 7);
    batcher.close(LONG);
    batcher.close(Duration.ZERO);

    assertThat(exported()).isEqualTo(7);
    assertThat(dropped()).isZero();
    assertThat(logger.lines).isEmpty();
  }

  @Test
  void close_withAnExportUnderWay_waitsForItsAnswer() {
    CompletableFuture<ExportResult> stage = new CompletableFuture<>();
    exporter.answer(batch -> stage);
    Batcher<Integer> batcher = start();
    batcher.accept(1);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> batcher.close(LONG));
    exporter.awaitCall();
    stage.complete(ExportResult.delivered());
    closing.join();

    assertThat(exported()).isEqualTo(1);
  }

  @Test
  void close_ofAnExporterThatHangs_endsInTimeAndCountsTheRest() {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    exporter.answer(
        batch -> {
          interrupted.complete(exporter.wasInterrupted());
          return CompletableFuture.completedFuture(ExportResult.delivered());
        });
    exporter.hold();
    Batcher<Integer> batcher = start();
    accept(batcher, 4);
    exporter.awaitCall();
    accept(batcher, 5);
    batcher.close(Duration.ofMillis(20));

    assertThat(dropped("abandoned")).isEqualTo(9);
    assertThat(logger.messages())
        .singleElement()
        .asString()
        .contains("no time left", "9 records", "Allow it more");
    exporter.release();
    assertThat(interrupted.join()).isTrue();
    assertThat(exported()).isZero();
  }

  @Test
  void close_withAnAnswerThatNeverComes_endsInTimeAndCountsIt() {
    CompletableFuture<ExportResult> stage = new CompletableFuture<>();
    exporter.answer(batch -> stage);
    Batcher<Integer> batcher = start();
    accept(batcher, 4);
    exporter.awaitCall();
    batcher.close(Duration.ofMillis(5));
    stage.complete(ExportResult.delivered());

    assertThat(dropped("abandoned")).isEqualTo(4);
    assertThat(exported()).isZero();
  }

  @Test
  void close_withAnAnswerThatComesTooLate_countsItAsTimedOut() {
    settings.exportTimeout(Duration.ofMillis(5));
    exporter.answer(batch -> new CompletableFuture<>());
    Batcher<Integer> batcher = start();
    accept(batcher, 4);
    batcher.close(LONG);

    assertThat(dropped("timeout")).isEqualTo(4);
  }

  @Test
  void close_fromSeveralThreads_endsForAllByTheShortestLimit() {
    exporter.hold();
    Batcher<Integer> batcher = start();
    accept(batcher, 6);
    exporter.awaitCall();
    CompletableFuture<?>[] closing = new CompletableFuture<?>[4];
    for (int i = 0; i < closing.length; i++) {
      Duration limit = i == 2 ? Duration.ofMillis(5) : NEVER;
      closing[i] =
          CompletableFuture.runAsync(() -> batcher.close(limit), task -> new Thread(task).start());
    }
    CompletableFuture.allOf(closing).join();

    assertThat(dropped("abandoned")).isEqualTo(6);
    assertThat(logger.lines).hasSize(1);
  }

  @Test
  void close_interrupted_deliversAllTheSame() {
    Batcher<Integer> batcher = start();
    accept(batcher, 3);
    Thread.currentThread().interrupt();
    batcher.close(LONG);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(exported()).isEqualTo(3);
  }
}
