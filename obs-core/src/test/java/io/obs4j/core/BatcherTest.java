package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of records between those who make them and one who sends them. */
@Timeout(60)
class BatcherTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration NEVER = Duration.ofHours(1);

  private final RecordingLogger logger = new RecordingLogger();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(logger);
  private final ScriptedExporter exporter = new ScriptedExporter();
  private final BatchSettings.Builder settings =
      BatchSettings.builder().queueSize(8).batchSize(4).delay(NEVER).exportTimeout(NEVER);
  private final AtomicReference<Batcher<Integer>> started = new AtomicReference<>();

  private Batcher<Integer> start() {
    return start((Integer record) -> 1);
  }

  private Batcher<Integer> start(Admission<Integer> admission) {
    Batcher<Integer> batcher =
        Batcher.start(Signal.TRACES, "x", settings.build(), exporter, admission, diagnostics);
    started.set(batcher);
    return batcher;
  }

  private long exported() {
    return Tallies.exported(diagnostics);
  }

  private long dropped(String reason) {
    return Tallies.dropped(diagnostics, reason);
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
    for (int i = 0; i < 4; i++) {
      batcher.accept(i);
    }

    assertThat(exporter.nextBatch()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void batch_handedOut_cannotBeChanged() {
    Batcher<Integer> batcher = start();
    batcher.accept(1);
    assertThat(batcher.flush(LONG)).isTrue();

    List<Integer> batch = exporter.nextBatch();
    assertThat(batch).isUnmodifiable();
  }

  @Test
  void accept_ofLessThanABatch_isExportedAfterTheDelay() {
    settings.delay(Duration.ofMillis(20));
    Batcher<Integer> batcher = start();
    batcher.accept(1);

    assertThat(exporter.nextBatch()).containsExactly(1);
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
  void accept_withoutADelayWhenIdle_hasNobodyWait() {
    settings.delay(NEVER);
    Batcher<Integer> batcher = start();
    batcher.accept(1);

    assertThat(exporter.batches()).isZero();
  }

  @Test
  void flush_ofLessThanABatch_exportsAndWaits() {
    Batcher<Integer> batcher = start();
    batcher.accept(1);

    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(exporter.nextBatch()).containsExactly(1);
    assertThat(exported()).isEqualTo(1);
  }

  @Test
  void flush_ofNothing_isTrueAtOnce() {
    assertThat(start().flush(Duration.ZERO)).isTrue();
  }

  @Test
  void accept_beyondTheQueue_isDroppedAndCounted() {
    exporter.hold();
    Batcher<Integer> batcher = start();
    for (int i = 0; i < 4; i++) {
      batcher.accept(i);
    }
    exporter.awaitCall();
    for (int i = 0; i < 11; i++) {
      batcher.accept(i);
    }

    assertThat(dropped("queue_full")).isEqualTo(3);
    assertThat(logger.messages())
        .singleElement()
        .asString()
        .contains("spans to x", "queue is full");
    exporter.release();
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(exported()).isEqualTo(12);
  }

  @Test
  void exporter_thatThrows_dropsTheBatchAndGetsTheNext() {
    IllegalStateException thrown = new IllegalStateException("broken");
    Batcher<Integer> batcher = start();
    exporter.answer(
        batch -> {
          throw thrown;
        });
    batcher.accept(1);
    assertThat(batcher.flush(LONG)).isFalse();
    assertThat(dropped("failed")).isEqualTo(1);
    assertThat(logger.lines.get(0).cause()).isSameAs(thrown);

    exporter.answer(batch -> CompletableFuture.completedFuture(ExportResult.delivered()));
    batcher.accept(2);
    assertThat(batcher.flush(LONG)).isTrue();
    assertThat(exported()).isEqualTo(1);
  }

  @Test
  void settings_ofMetrics_areRefused() {
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
