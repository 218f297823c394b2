package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of records between those who make them and one who sends them. */
@Timeout(60)
class BatcherTest extends OneBatcher {

  @Test
  void accept_ofAFullBatch_isExportedInOrderWithoutADelay() {
    Batcher<Integer> batcher = start();
    accept(batcher, 4);

    assertThat(exporter.nextBatch()).containsExactly(0, 1, 2, 3).isUnmodifiable();
  }

  @Test
  void accept_ofLessThanABatch_isExportedAfterTheDelay() {
    settings.delay(Duration.ofMillis(20));
    Batcher<Integer> batcher = start();
    batcher.accept(1);
    assertThat(exporter.nextBatch()).containsExactly(1);
    batcher.accept(2);
    assertThat(exporter.nextBatch()).containsExactly(2);
  }

  @Test
  void accept_withoutADelay_isExportedAtOnce() {
    settings.delay(Duration.ZERO);
    Batcher<Integer> batcher = start();
    for (int i = 0; i < 3; i++) {
      batcher.accept(i);
      assertThat(exporter.nextBatch()).containsExactly(i);
    }
  }

  @Test
  void accept_whileManyWait_makesBatchesThatGrowWithThemUpToTheLargest() {
    settings.queueSize(64).batchSize(2).largestBatch(6);
    exporter.hold();
    Batcher<Integer> batcher = start();
    accept(batcher, 2);
    exporter.awaitCall();
    accept(batcher, 34);
    exporter.release();

    assertThat(exporter.nextBatch()).hasSize(2);
    List<Integer> sizes = new ArrayList<>();
    for (int taken = 0; taken < 34; taken += sizes.get(sizes.size() - 1)) {
      sizes.add(exporter.nextBatch().size());
    }
    // A fourth of 34 is above the largest; at last a fourth is below the usual size.
    assertThat(sizes).startsWith(6, 6, 5, 4, 3).endsWith(2);
    assertThat(batcher.flush(LONG)).isTrue();
  }

  @Test
  void accept_ofHeavyRecords_countsThemAsSeveralInABatch() {
    settings.queueBytes(8 * RecordQueue.BATCHED_WEIGHT);
    Batcher<Integer> batcher = start(record -> 7 * RecordQueue.BATCHED_WEIGHT / 2);
    accept(batcher, 1);

    assertThat(exporter.nextBatch()).containsExactly(0);
  }

  @Test
  void accept_beyondTheQueue_isDroppedCountedAndToldOnce() {
    exporter.hold();
    Batcher<Integer> batcher = start();
    accept(batcher, 4);
    exporter.awaitCall();
    accept(batcher, 11);

    assertThat(dropped("queue_full")).isEqualTo(3);
    assertThat(Tallies.queued(diagnostics)).isEqualTo(8);
    assertThat(logger.messages())
        .singleElement()
        .asString()
        .contains("spans to x", "the queue is full", "allow more records", "obs.batch.dropped");
    exporter.release();
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(exported()).isEqualTo(12);
  }

  @Test
  void accept_beyondTheBytes_isDroppedAndCounted() {
    settings.queueBytes(80);
    exporter.hold();
    Batcher<Integer> batcher = start(record -> record);
    accept(batcher, 4);
    exporter.awaitCall();
    batcher.accept(40);
    batcher.accept(41);
    batcher.accept(40);
    batcher.accept(81);

    assertThat(dropped("queue_bytes")).isEqualTo(1);
    assertThat(dropped("too_large")).isEqualTo(1);
    exporter.release();
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(exported()).isEqualTo(6);
  }

  @Test
  void accept_ofTheLessUrgent_leavesRoomForTheOthers() {
    exporter.hold();
    Admission<Integer> urgency =
        new Admission<>() {
          @Override
          public int weight(Integer record) {
            return 1;
          }

          @Override
          public int watermark(Integer record) {
            return record;
          }
        };
    Batcher<Integer> batcher = start(urgency);
    for (int i = 0; i < 4; i++) {
      batcher.accept(100);
    }
    exporter.awaitCall();
    for (int i = 0; i < 8; i++) {
      batcher.accept(50);
    }
    for (int i = 0; i < 4; i++) {
      batcher.accept(100);
    }

    assertThat(dropped("queue_full")).isEqualTo(4);
    exporter.release();
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(exported()).isEqualTo(12);
  }

  @Test
  void accept_ofWhatCannotBeWeighed_isDroppedAndCounted() {
    Batcher<Integer> batcher =
        start(
            record -> {
              if (record == 1) {
                throw new StackOverflowError();
              }
              return 1;
            });
    batcher.accept(1);
    batcher.accept(null);
    batcher.accept(2);

    assertThat(dropped("unreadable")).isEqualTo(2);
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(exported()).isEqualTo(1);
  }

  @Test
  void accept_afterTheClose_isCountedInSilence() {
    Batcher<Integer> batcher = start();
    batcher.close(LONG);
    accept(batcher, 3);

    assertThat(dropped("closed")).isEqualTo(3);
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(logger.lines).isEmpty();
  }

  @Test
  void refusals_thatHaveEnded_areToldOnce() {
    settings.delay(Duration.ofMillis(5));
    exporter.hold();
    Batcher<Integer> batcher = start();
    accept(batcher, 4);
    exporter.awaitCall();
    accept(batcher, 10);
    exporter.release();
    logger.await(2);
    exporter.hold();
    accept(batcher, 20);

    assertThat(logger.messages())
        .satisfiesExactly(
            line -> assertThat(line).contains("the queue is full"),
            line -> assertThat(line).isEqualTo("The queue takes all spans to x again."),
            line -> assertThat(line).contains("the queue is full"));
  }

  @Test
  void metrics_tellTheQueueUntilTheClose() {
    exporter.hold();
    Batcher<Integer> batcher = start();
    accept(batcher, 4);
    exporter.awaitCall();
    accept(batcher, 3);

    assertThat(Tallies.queued(diagnostics)).isEqualTo(3);
    assertThat(Tallies.capacity(diagnostics)).isEqualTo(8);
    exporter.release();
    batcher.close(LONG);
    assertThat(Tallies.capacity(diagnostics)).isZero();
    assertThat(Tallies.queued(diagnostics)).isZero();
  }

  @Test
  void metrics_ofTwoWithOneName_areTheirSum() {
    Batcher<Integer> first = start();
    Batcher<Integer> second =
        Batcher.start(Signal.TRACES, "x", settings.build(), exporter, record -> 1, diagnostics);
    first.accept(1);
    second.accept(2);

    assertThat(Tallies.queued(diagnostics)).isEqualTo(2);
    second.close(LONG);
    assertThat(Tallies.queued(diagnostics)).isEqualTo(1);
    assertThat(first.flush(LONG)).isTrue();
    assertThat(exported()).isEqualTo(2);
  }

  @Test
  void logs_areToldAsLogs() {
    Batcher<Integer> batcher =
        Batcher.start(Signal.LOGS, "y", settings.build(), exporter, record -> 1, diagnostics);
    exporter.answer(batch -> CompletableFuture.completedFuture(ExportResult.dropped(1, "teapot")));
    batcher.accept(1);
    batcher.close(LONG);

    assertThat(logger.messages())
        .containsExactly(
            "Some log records to y are dropped, and counted in obs.batch.dropped: the exporter says"
                + " teapot. Look at the destination (1 of a batch of 1).");
    assertThat(dropped("teapot")).isEqualTo(1);
  }

  @Test
  void metrics_asASignal_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Batcher.start(
                    Signal.METRICS,
                    "x",
                    BatchSettings.defaults(),
                    exporter,
                    (Integer record) -> 1,
                    diagnostics))
        .withMessageContaining("walked");
  }
}
