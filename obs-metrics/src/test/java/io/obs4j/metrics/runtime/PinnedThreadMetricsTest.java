package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.Page;
import io.obs4j.metrics.runtime.RuntimeMetrics.Part;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PinnedThreadMetricsTest {

  private static final String NAME = "jvm.virtual_thread.pinned.duration";

  private final Metrics metrics = Metrics.create();

  /** A class whose initializer waits: the frame of the VM that runs it pins on every release. */
  static final class SlowToInitialize {
    static final int VALUE = waitAndGive();

    private SlowToInitialize() {}

    private static int waitAndGive() {
      LockSupport.parkNanos(1);
      long end = System.nanoTime() + 4 * PinnedThreadMetrics.THRESHOLD.toNanos();
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      return 7;
    }
  }

  private boolean isShown() {
    return Page.of(metrics).values().keySet().stream().anyMatch(key -> key.startsWith(NAME));
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void install_virtualThreadThatKeepsItsCarrier_isRecordedUntilClosed() throws Exception {
    try (RuntimeMetrics installed =
        RuntimeMetrics.install(metrics, EnumSet.of(Part.VIRTUAL_THREADS))) {
      assertThat(installed).isNotNull();
      awaitFlightRecorder();
      // Found by name, because the sources are of an older release.
      ExecutorService executor =
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      Future<Integer> value = executor.submit(() -> SlowToInitialize.VALUE);
      assertThat(value.get()).isEqualTo(7);
      executor.shutdown();

      while (!isShown()) {
        Thread.onSpinWait();
      }
    }
    assertThat(isShown()).isFalse();
  }

  private static void awaitFlightRecorder() {
    while (Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("JFR Event Stream"))) {
      Thread.onSpinWait();
    }
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void install_beforeVirtualThreads_startsNothing() {
    try (RuntimeMetrics installed =
        RuntimeMetrics.install(metrics, EnumSet.of(Part.VIRTUAL_THREADS))) {
      assertThat(installed).isNotNull();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().equals("obs-flight-recorder"));
      assertThat(isShown()).isFalse();
    }
  }
}
