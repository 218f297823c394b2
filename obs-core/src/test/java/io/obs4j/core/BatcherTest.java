package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of records between those who make them and one who sends them. */
@Timeout(60)
class BatcherTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration NEVER = Duration.ofHours(1);

  private final RecordingLogger logger = new RecordingLogger();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(logger);
  private final ScriptedExporter exporter = new ScriptedExporter();

  /** Eight records, in batches of four, that wait until they are flushed. */
  private final BatchSettings.Builder settings =
      BatchSettings.builder().queueSize(8).batchSize(4).delay(NEVER).exportTimeout(NEVER);

  private final AtomicReference<Batcher<Integer>> started = new AtomicReference<>();

  private Batcher<Integer> start() {
    return start(record -> 1);
  }

  private Batcher<Integer> start(Admission<Integer> admission) {
    Batcher<Integer> batcher =
        Batcher.start(Signal.TRACES, "x", settings.build(), exporter, admission, diagnostics);
    started.set(batcher);
    return batcher;
  }

  private static void accept(Batcher<Integer> batcher, int count) {
    for (int i = 0; i < count; i++) {
      batcher.accept(i);
    }
  }

  private long exported() {
    return Tallies.exported(diagnostics);
  }

  private long dropped(String reason) {
    return Tallies.dropped(diagnostics, reason);
  }

  private long dropped() {
    return Tallies.dropped(diagnostics);
  }

  @AfterEach
  void close() {
    exporter.release();
    if (started.get() != null) {
      started.get().close(LONG);
    }
  }

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
    settings.queueBytes(80);
    Batcher<Integer> batcher = start(record -> 35);
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

  /** All ways to lose a whole batch. */
  enum Failure {
    EXCEPTION {
      @Override
      CompletableFuture<ExportResult> reply() {
        throw new IllegalStateException("broken");
      }
    },
    ERROR {
      @Override
      CompletableFuture<ExportResult> reply() {
        throw new NoClassDefFoundError("Transport");
      }
    },
    NULL_STAGE {
      @Override
      CompletableFuture<ExportResult> reply() {
        return null;
      }
    },
    NULL_RESULT {
      @Override
      CompletableFuture<ExportResult> reply() {
        return CompletableFuture.completedFuture(null);
      }
    },
    FAILED_STAGE {
      @Override
      CompletableFuture<ExportResult> reply() {
        return CompletableFuture.failedFuture(
            new CompletionException(new IllegalStateException("broken")));
      }
    },
    CANCELLED_STAGE {
      @Override
      CompletableFuture<ExportResult> reply() {
        CompletableFuture<ExportResult> stage = new CompletableFuture<>();
        stage.cancel(true);
        return stage;
      }
    },
    NO_REASON {
      @Override
      CompletableFuture<ExportResult> reply() {
        return CompletableFuture.completedFuture(ExportResult.dropped(2, ""));
      }
    },
    MORE_THAN_THERE_WERE {
      @Override
      CompletableFuture<ExportResult> reply() {
        return CompletableFuture.completedFuture(ExportResult.dropped(1_000, "failed"));
      }
    };

    abstract CompletableFuture<ExportResult> reply();
  }

  @ParameterizedTest
  @EnumSource
  void exporter_thatLosesABatch_isCountedToldAndGetsTheNext(Failure failure) {
    Batcher<Integer> batcher = start();
    exporter.answer(batch -> failure.reply());
    accept(batcher, 2);
    assertThat(batcher.flush(LONG)).isFalse();
    accept(batcher, 2);
    assertThat(batcher.flush(LONG)).isFalse();
    assertThat(dropped("failed")).isEqualTo(4);

    exporter.deliver();
    accept(batcher, 3);
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(exported()).isEqualTo(3);
    batcher.close(LONG);
    assertThat(dropped()).isEqualTo(4);
    assertThat(logger.messages())
        .singleElement()
        .asString()
        .contains("spans to x", "exporter failed", "2 of a batch of 2");
    if (failure == Failure.EXCEPTION || failure == Failure.FAILED_STAGE) {
      assertThat(logger.lines.get(0).cause()).isInstanceOf(IllegalStateException.class);
    }
    assertThat(diagnostics.faultCount("batch.export")).isEqualTo(2);
  }

  @Test
  void exporter_thatDropsSome_isCountedByItsReason() {
    Batcher<Integer> batcher = start();
    exporter.answer(
        batch -> CompletableFuture.completedFuture(ExportResult.dropped(1, "rejected")));
    accept(batcher, 3);

    assertThat(batcher.flush(LONG)).isFalse();
    assertThat(exported()).isEqualTo(2);
    assertThat(dropped("rejected")).isEqualTo(1);
  }

  @Test
  void exporter_thatAnswersAfterTheTimeout_isCountedAsTimedOut() {
    settings.exportTimeout(Duration.ofMillis(10));
    CompletableFuture<ExportResult> late = new CompletableFuture<>();
    exporter.answer(batch -> late);
    Batcher<Integer> batcher = start();
    batcher.accept(1);
    assertThat(batcher.flush(LONG)).isFalse();
    late.complete(ExportResult.delivered());

    assertThat(dropped("timeout")).isEqualTo(1);
    assertThat(exported()).isZero();
  }

  @Test
  void exporter_withoutATimeout_mayTakeItsTime() {
    settings.exportTimeout(Duration.ZERO).delay(Duration.ofMillis(1));
    CompletableFuture<ExportResult> late = new CompletableFuture<>();
    exporter.answer(batch -> late);
    Batcher<Integer> batcher = start();
    batcher.accept(1);
    exporter.awaitCall();
    assertThat(batcher.flush(Duration.ofMillis(20))).isFalse();
    late.complete(ExportResult.delivered());

    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(exported()).isEqualTo(1);
  }

  @Test
  void exporter_withSeveralUnderWay_getsTheNextBatchMeanwhile() {
    CompletableFuture<ExportResult> first = new CompletableFuture<>();
    exporter.answer(batch -> first);
    Batcher<Integer> batcher = start();
    accept(batcher, 4);
    exporter.awaitCall();
    exporter.deliver();
    accept(batcher, 4);
    exporter.awaitCall();
    assertThat(batcher.flush(Duration.ZERO)).isFalse();

    first.complete(ExportResult.delivered());
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(exported()).isEqualTo(8);
  }

  @Test
  void exporter_thatLeavesTheThreadInterrupted_doesNotEndIt() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    exporter.answer(
        batch -> {
          thread.set(Thread.currentThread());
          Thread.currentThread().interrupt();
          return CompletableFuture.completedFuture(ExportResult.delivered());
        });
    Batcher<Integer> batcher = start();
    for (int i = 0; i < 3; i++) {
      batcher.accept(i);
      assertThat(batcher.flush(LONG)).isTrue();
    }
    assertThat(thread.get().isDaemon()).isTrue();
    assertThat(thread.get().getName()).isEqualTo("obs4j-traces-x");
    thread.get().interrupt();
    batcher.accept(3);
    assertThat(batcher.flush(LONG)).isTrue();
  }

  @Test
  void exporter_thatAsksForAFlush_isNotHeldUp() {
    AtomicReference<Boolean> flushed = new AtomicReference<>();
    AtomicReference<Batcher<Integer>> own = new AtomicReference<>();
    exporter.answer(
        batch -> {
          flushed.set(own.get().flush(NEVER));
          return CompletableFuture.completedFuture(ExportResult.delivered());
        });
    own.set(start());
    own.get().accept(1);

    assertThat(own.get().flush(LONG)).isTrue();
    assertThat(flushed.get()).isFalse();
  }

  @Test
  void exporter_thatCloses_isNotHeldUp() {
    AtomicReference<Batcher<Integer>> own = new AtomicReference<>();
    exporter.answer(
        batch -> {
          own.get().close(NEVER);
          return CompletableFuture.completedFuture(ExportResult.delivered());
        });
    own.set(start());
    accept(own.get(), 5);
    own.get().close(LONG);

    // The close may come before the last of them.
    assertThat(dropped("abandoned")).isPositive();
    assertThat(dropped("abandoned") + dropped("closed")).isEqualTo(5);
    assertThat(exported()).isZero();
  }

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
