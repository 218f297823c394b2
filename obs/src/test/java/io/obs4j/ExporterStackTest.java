package io.obs4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.RecordSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How exporters are flushed and closed, whatever they do. */
@Timeout(60)
class ExporterStackTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final LogRecorder log = new LogRecorder();
  private final List<String> events = new CopyOnWriteArrayList<>();

  private ObsBuilder builder() {
    return builder(Map.of());
  }

  private ObsBuilder builder(Map<String, String> variables) {
    return Obs.builder().environment(variables).diagnostics(Diagnostics.loggingTo(log));
  }

  private ScriptedExporter exporter(String name) {
    return new ScriptedExporter(name, events);
  }

  @Test
  void close_closesTheLastFirst_once() {
    Obs obs = builder().export(exporter("a")).export(exporter("b")).start();
    obs.close();
    obs.close(LONG);
    assertThat(events).containsExactly("start a", "start b", "close b", "close a");
  }

  @Test
  void close_exporterThrows_othersAreClosedAndItIsReported() {
    Obs obs =
        builder()
            .export(exporter("a"))
            .export(
                exporter("b")
                    .onClose(
                        () -> {
                          throw new LinkageError("half a library");
                        }))
            .start();
    obs.close();
    assertThat(events).endsWith("close b", "close a");
    assertThat(obs.diagnostics().faultCount(ExporterStack.FAULT)).isEqualTo(1);
    assertThat(log.lines)
        .singleElement()
        .asString()
        .contains("WARNING The exporter ScriptedExporter#2 did not close and threw");
  }

  @Test
  void close_exporterHangs_isInterruptedAndTheOthersHaveTheirTime() {
    AtomicBoolean interrupted = new AtomicBoolean();
    ScriptedExporter healthy = exporter("a");
    Obs obs =
        builder()
            .export(healthy)
            .export(exporter("b").onClose(() -> interrupted.set(waitsForever())))
            .start();

    long start = System.nanoTime();
    obs.close(Duration.ofMillis(400));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(events).endsWith("close b", "close a");
    assertThat(healthy.closeLimits.get(0)).isBetween(Duration.ofMillis(80), Duration.ofMillis(400));
    assertThat(obs.diagnostics().faultCount(ExporterStack.FAULT)).isEqualTo(1);
    assertThat(log.lines).singleElement().asString().contains("did not close in time");
  }

  @Test
  void close_withoutTime_stillClosesEach() {
    ScriptedExporter exporter = exporter("a");
    Obs obs = builder().export(exporter).start();
    obs.close(Duration.ofSeconds(-1));
    assertThat(exporter.closeLimits)
        .singleElement()
        .satisfies(limit -> assertThat(limit).isPositive());
    assertThat(obs.diagnostics().faultCount(ExporterStack.FAULT)).isZero();
  }

  @Test
  void close_endlessLimit_isAccepted() {
    builder().export(exporter("a")).start().close(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(events).containsExactly("start a", "close a");
  }

  @Test
  void close_interruptedThread_closesAndStaysInterrupted() {
    Obs obs = builder().export(exporter("a")).export(exporter("b")).start();
    Thread.currentThread().interrupt();
    obs.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(events).endsWith("close b", "close a");
    assertThat(log.lines).isEmpty();
  }

  @Test
  void close_twiceAtOnce_theSecondWaitsForTheFirst() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    CountDownLatch mayClose = new CountDownLatch(1);
    Obs obs =
        builder()
            .export(
                exporter("a")
                    .onClose(
                        () -> {
                          closing.countDown();
                          waitFor(mayClose);
                          events.add("closed a");
                        }))
            .start();
    Thread first = new Thread(() -> obs.close(LONG));
    first.start();
    closing.await();
    Thread second =
        new Thread(
            () -> {
              obs.close(LONG);
              events.add("second returned");
            });
    second.start();
    mayClose.countDown();
    first.join();
    second.join();
    assertThat(events).endsWith("closed a", "second returned");
  }

  @Test
  void flush_asksAllExporters() {
    try (Obs obs = builder().export(exporter("a")).export(exporter("b")).start()) {
      assertThat(obs.flush(LONG)).isTrue();
    }
    assertThat(events).contains("flush a", "flush b");
  }

  @Test
  void flush_oneCannotDeliver_isFalse() {
    try (Obs obs =
        builder().export(exporter("a").onFlush(() -> false)).export(exporter("b")).start()) {
      assertThat(obs.flush(LONG)).isFalse();
      assertThat(obs.diagnostics().faultCount(ExporterStack.FAULT)).isZero();
    }
  }

  @Test
  void flush_oneHangs_doesNotHoldUpTheOther() {
    try (Obs obs =
        builder()
            .export(exporter("a").onFlush(ExporterStackTest::waitsForever))
            .export(exporter("b"))
            .start()) {
      assertThat(obs.flush(Duration.ofMillis(100))).isFalse();
      assertThat(events).contains("flush b");
      assertThat(obs.diagnostics().faultCount(ExporterStack.FAULT)).isEqualTo(1);
    }
  }

  @Test
  void flush_oneHangsWhateverIsDone_isNotAskedAgain() {
    CountDownLatch release = new CountDownLatch(1);
    ScriptedExporter deaf =
        exporter("a")
            .onFlush(
                () -> {
                  while (!waitFor(release)) {
                    // Deaf to interrupts.
                  }
                  return true;
                });
    try (Obs obs = builder().export(deaf).start()) {
      for (int i = 0; i < 5; i++) {
        assertThat(obs.flush(Duration.ofMillis(10))).isFalse();
        assertThat(obs.flush(Duration.ZERO)).isFalse();
      }
      assertThat(events).containsOnlyOnce("flush a");

      release.countDown();
      assertThat(obs.flush(LONG)).isTrue();
      assertThat(events).filteredOn("flush a"::equals).hasSize(2);
    }
  }

  @Test
  void close_ofSomethingElseHangs_isReportedByItsName() {
    try (Obs obs = builder().start()) {
      ExporterStack stack =
          new ExporterStack(
              new Wiring(
                  obs.resource(),
                  obs.metrics(),
                  RecordSource.none(),
                  RecordSource.none(),
                  new LateHealth(obs.metrics(), Clock.system(), obs.diagnostics()),
                  obs.diagnostics(),
                  Clock.system(),
                  false));
      stack.close("runtime metrics", share -> waitsForever(), Duration.ofMillis(10));
    }
    assertThat(log.lines)
        .singleElement()
        .asString()
        .contains("The runtime metrics did not close in time");
  }

  @Test
  void flush_failsThenWorks_isSaidOnceEachWay() {
    AtomicBoolean broken = new AtomicBoolean(true);
    try (Obs obs =
        builder()
            .export(
                exporter("a")
                    .onFlush(
                        () -> {
                          if (broken.get()) {
                            throw new IllegalStateException("collector is away");
                          }
                          return true;
                        }))
            .start()) {
      assertThat(obs.flush(LONG)).isFalse();
      assertThat(obs.flush(LONG)).isFalse();
      broken.set(false);
      assertThat(obs.flush(LONG)).isTrue();
      assertThat(obs.diagnostics().faultCount(ExporterStack.FAULT)).isEqualTo(2);
    }
    assertThat(log.lines).hasSize(2);
    assertThat(log.lines.get(0)).contains("did not flush and threw");
    assertThat(log.lines.get(1)).contains("works again");
  }

  /** Returns true when interrupted. */
  private static boolean waitsForever() {
    return !waitFor(new CountDownLatch(1));
  }

  private static boolean waitFor(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void flush_noTime_asksAndInterruptsNobody() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    ScriptedExporter slow =
        exporter("a")
            .onFlush(
                () -> {
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    interrupted.set(true);
                  }
                  done.countDown();
                  return true;
                });
    try (Obs obs = builder().export(slow).start()) {
      assertThat(obs.flush(Duration.ZERO)).isFalse();
      assertThat(obs.flush(Duration.ofSeconds(-1))).isFalse();
      release.countDown();
      done.await();
    }

    assertThat(interrupted).isFalse();
    assertThat(log.lines).isEmpty();
  }

  @Test
  void flush_tooSlowWhileInterrupted_interruptsTheExporter() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    ScriptedExporter slow =
        exporter("a")
            .onFlush(
                () -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                  return true;
                });
    try (Obs obs = builder().export(slow).start()) {
      Thread.currentThread().interrupt();
      assertThat(obs.flush(Duration.ofMillis(20))).isFalse();
      assertThat(Thread.interrupted()).isTrue();
      interrupted.await();
    }
  }
}
