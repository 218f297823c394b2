package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of records whose exporter fails, hangs, or calls back. */
@Timeout(60)
class BatcherExporterTest extends OneBatcher {

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
}
