package io.obs4j.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;

/** A batcher with an exporter that does as it is told, for a test. */
abstract class OneBatcher {

  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration NEVER = Duration.ofHours(1);

  final RecordingLogger logger = new RecordingLogger();
  final Diagnostics diagnostics = Diagnostics.loggingTo(logger);
  final ScriptedExporter exporter = new ScriptedExporter();

  /** Eight records, in batches of four, that wait until they are flushed. */
  final BatchSettings.Builder settings =
      BatchSettings.builder().queueSize(8).batchSize(4).delay(NEVER).exportTimeout(NEVER);

  final AtomicReference<Batcher<Integer>> started = new AtomicReference<>();

  Batcher<Integer> start() {
    return start(record -> 1);
  }

  Batcher<Integer> start(Admission<Integer> admission) {
    Batcher<Integer> batcher =
        Batcher.start(Signal.TRACES, "x", settings.build(), exporter, admission, diagnostics);
    started.set(batcher);
    return batcher;
  }

  static void accept(Batcher<Integer> batcher, int count) {
    for (int i = 0; i < count; i++) {
      batcher.accept(i);
    }
  }

  long exported() {
    return Tallies.exported(diagnostics);
  }

  long dropped(String reason) {
    return Tallies.dropped(diagnostics, reason);
  }

  long dropped() {
    return Tallies.dropped(diagnostics);
  }

  @AfterEach
  void close() {
    exporter.release();
    if (started.get() != null) {
      started.get().close(LONG);
    }
  }
}
