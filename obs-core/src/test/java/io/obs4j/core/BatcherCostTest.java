package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accepting allocates nothing beyond the record. */
@Timeout(60)
class BatcherCostTest {

  private static final int CALLS = 10_000;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(new RecordingLogger());
  private final ScriptedExporter held = new ScriptedExporter();
  private Batcher<Integer> batcher;

  private void start(BatchExporter<Integer> exporter) {
    batcher =
        Batcher.start(
            Signal.TRACES, "x", BatchSettings.defaults(), exporter, record -> 100, diagnostics);
  }

  @AfterEach
  void close() {
    held.release();
    batcher.close(LONG);
  }

  @Test
  void accept_ofRecordsThatGetIn_allocatesNothing() {
    start(batch -> CompletableFuture.completedFuture(ExportResult.delivered()));

    assertThat(leastAllocated(() -> assertThat(batcher.flush(LONG)).isTrue())).isZero();
    assertThat(Tallies.dropped(diagnostics)).isZero();
  }

  @Test
  void accept_ofRecordsThatAreDropped_allocatesNothing() {
    held.hold();
    start(held);
    Integer record = 1;
    for (int i = 0; i < 2 * BatchSettings.DEFAULT_QUEUE_SIZE; i++) {
      batcher.accept(record);
    }
    held.awaitCall();

    assertThat(leastAllocated(() -> {})).isZero();
    assertThat(Tallies.dropped(diagnostics, "queue_full")).isGreaterThanOrEqualTo(CALLS);
  }

  private long leastAllocated(Runnable between) {
    long least = Long.MAX_VALUE;
    long begun = System.nanoTime();
    // The compiler may have much else to do.
    while (least > 0 && System.nanoTime() - begun < LONG.toNanos()) {
      least = Math.min(least, allocated());
      between.run();
    }
    return least;
  }

  private long allocated() {
    Integer record = 1;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      batcher.accept(record);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
