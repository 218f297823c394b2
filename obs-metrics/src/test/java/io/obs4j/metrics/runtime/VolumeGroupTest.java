package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.ManualClock;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VolumeGroupTest {

  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final Diagnostics diagnostics = Diagnostics.create();
  private final Semaphore answers = new Semaphore(1);

  /** A mount point whose server answers as often as it is allowed to. */
  private final File moody =
      new File("/moody") {
        @Override
        public long getTotalSpace() {
          answers.acquireUninterruptibly();
          return 1000;
        }
      };

  private final VolumeGroup group =
      new VolumeGroup(
          "volumes", clock, diagnostics, () -> List.of(new Volume("d", "nfs", false, "/m", moody)));

  @AfterEach
  void answerAtLast() {
    answers.release(1_000);
  }

  private void awaitSpaces() {
    while (group.spaces().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(group.spaces()).extracting(Volume.Space::total).containsExactly(1000L);
  }

  @Test
  void spaces_serverThatStopsAnswering_neverWaitsAndShowsNothingAfterAWhile() {
    awaitSpaces();
    clock.advance(BackgroundRefresh.AGE);
    while (!answers.hasQueuedThreads()) {
      awaitSpaces(); // old, but not too old
    }
    assertThat(diagnostics.faultCount(Installation.FAULT)).isZero();

    clock.advance(BackgroundRefresh.PATIENCE.plusMillis(1));
    assertThat(group.spaces()).isEmpty();
    assertThat(diagnostics.faultCount(Installation.FAULT)).isEqualTo(1);

    answers.release();
    awaitSpaces();
  }

  @Test
  void request_manyAskersAtOnce_runsTheTaskOnce() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch ran = new CountDownLatch(1);
    BackgroundRefresh refresh =
        new BackgroundRefresh(
            "obs-test",
            clock,
            () -> {
              runs.incrementAndGet();
              ran.countDown();
            });

    Thread[] askers = new Thread[8];
    for (int i = 0; i < askers.length; i++) {
      askers[i] =
          new Thread(
              () -> {
                for (int j = 0; j < 1_000; j++) {
                  refresh.request();
                }
              });
      askers[i].start();
    }
    for (Thread asker : askers) {
      asker.join();
    }

    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(runs).hasValue(1);
  }

  @Test
  void request_afterTheAge_runsAgainUnlessClosed() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    BackgroundRefresh refresh = new BackgroundRefresh("obs-test", clock, runs::incrementAndGet);
    refresh.request();
    awaitRuns(refresh, runs, 1);

    clock.advance(BackgroundRefresh.AGE.minus(Duration.ofNanos(1)));
    refresh.request();
    assertThat(runs).hasValue(1);
    clock.advance(Duration.ofNanos(1));
    awaitRuns(refresh, runs, 2);

    refresh.close();
    clock.advance(BackgroundRefresh.AGE);
    refresh.request();
    assertThat(threads("obs-test")).isZero();
    assertThat(runs).hasValue(2);
  }

  private static void awaitRuns(BackgroundRefresh refresh, AtomicInteger runs, int expected) {
    while (runs.get() < expected || threads("obs-test") > 0) {
      refresh.request();
      Thread.onSpinWait();
    }
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }
}
