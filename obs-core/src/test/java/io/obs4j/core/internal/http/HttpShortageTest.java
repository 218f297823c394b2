package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.ExportResult;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.judges.LogLines;
import io.obs4j.judges.ScriptedServer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of an exporter once the process lacked threads or memory for a while. */
@Timeout(60)
class HttpShortageTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Longer than any alarm that looks at what waits is set for. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final LogLines log = new LogLines();
  private final AtomicBoolean shortOfThreads = new AtomicBoolean();
  private final AtomicBoolean shortOfMemory = new AtomicBoolean();
  private final Alarms alarms = Alarms.onThread("obs4j-shortage-alarm");

  /** Alarms of which those that look at what waits cannot be set for a while. */
  private final Alarms failing =
      new Alarms() {
        @Override
        public Alarm after(long nanos, Runnable call) {
          if (shortOfThreads.get() && nanos < TIMEOUT.toNanos() / 2) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return alarms.after(nanos, call);
        }

        @Override
        public void close() {
          alarms.close();
        }
      };

  /** A clock that cannot be read for a while: nothing that tells or times a fault works then. */
  private final Clock clock =
      new Clock() {
        @Override
        public long epochNanos() {
          return Clock.system().epochNanos();
        }

        @Override
        public long nanoTime() {
          if (shortOfMemory.get()) {
            throw new OutOfMemoryError("Java heap space");
          }
          return Clock.system().nanoTime();
        }
      };

  /** Sends each word as it is, in a request of its own. */
  static final class Words implements BodyEncoder<String> {
    @Override
    public int encode(List<String> records, int from, ByteSink body) {
      body.writeAscii(records.get(from));
      return from + 1;
    }

    @Override
    public List<Throwable> leftOut() {
      return List.of();
    }
  }

  private HttpBatchExporter<String> open(String url, Supplier<BodyEncoder<String>> encoders) {
    HttpSettingsBuilder http = new HttpSettingsBuilder(url);
    http.timeout(TIMEOUT);
    http.concurrency(2);
    HttpSettings settings = http.build("text/plain");
    DestinationReport report =
        new DestinationReport(
            Diagnostics.loggingTo(log), clock, "test.export", settings, "Look at it.");
    return new HttpBatchExporter<>(
        new HttpDestination(
            "shortage",
            settings,
            new Retry(10, Duration.ofMillis(1), Duration.ofMillis(2)),
            AnswerFormat.PLAIN,
            report,
            SendMeter.NONE,
            clock,
            failing),
        1 << 20,
        encoders);
  }

  private static CompletableFuture<ExportResult> export(
      HttpBatchExporter<String> exporter, String word) {
    return exporter.export(List.of(word)).toCompletableFuture();
  }

  @Test
  void export_afterAlarmsCouldNotBeSet_isDeliveredWithWhatHasFailed() throws Exception {
    AtomicBoolean well = new AtomicBoolean();
    try (ScriptedServer server =
        ScriptedServer.answering(
            request -> well.get() ? ScriptedServer.ACCEPTED : ScriptedServer.answer(503, ""))) {
      HttpBatchExporter<String> exporter = open(server.url(), Words::new);
      shortOfThreads.set(true);
      List<CompletableFuture<ExportResult>> results = new ArrayList<>();
      for (int i = 0; i < 6; i++) { // More than there are lanes: none is lost.
        results.add(export(exporter, "word " + i));
      }
      well.set(true);
      shortOfThreads.set(false);
      results.add(export(exporter, "last"));

      for (CompletableFuture<ExportResult> result : results) {
        assertThat(result.get()).isEqualTo(ExportResult.delivered());
      }
      exporter.close(LIMIT);
    }
  }

  @Test
  void export_afterErrorsWhileFaultsWereTold_isDelivered() throws Exception {
    try (ScriptedServer server = ScriptedServer.start()) {
      HttpBatchExporter<String> exporter = open(server.url(), Words::new);
      shortOfMemory.set(true);
      for (int i = 0; i < 6; i++) { // More than there are lanes: none may be lost.
        assertThat(export(exporter, "word " + i)).completesExceptionallyWithin(LIMIT);
      }
      shortOfMemory.set(false);

      assertThat(export(exporter, "last").get()).isEqualTo(ExportResult.delivered());
      exporter.close(LIMIT);
    }
  }

  @Test
  void export_afterForeignCodeHasInterruptedTheLanes_isDelivered() throws Exception {
    try (ScriptedServer server = ScriptedServer.start()) {
      BodyEncoder<String> words = new Words();
      HttpBatchExporter<String> exporter =
          open(
              server.url(),
              () ->
                  new BodyEncoder<>() {
                    @Override
                    public int encode(List<String> records, int from, ByteSink body) {
                      Thread.currentThread().interrupt();
                      return words.encode(records, from, body);
                    }

                    @Override
                    public List<Throwable> leftOut() {
                      return List.of();
                    }
                  });
      for (int i = 0; i < 6; i++) { // More than there are lanes.
        assertThat(export(exporter, "word " + i).get()).isEqualTo(ExportResult.delivered());
      }
      exporter.close(LIMIT);
    }
  }

  @Test
  void export_laneCannotBeMade_failsAndTheNextIsDelivered() throws Exception {
    AtomicBoolean failed = new AtomicBoolean();
    try (ScriptedServer server = ScriptedServer.start()) {
      HttpBatchExporter<String> exporter =
          open(
              server.url(),
              () -> {
                if (!failed.getAndSet(true)) {
                  throw new OutOfMemoryError("planted");
                }
                return new Words();
              });

      assertThat(export(exporter, "a"))
          .completesExceptionallyWithin(LIMIT)
          .withThrowableThat()
          .withRootCauseInstanceOf(OutOfMemoryError.class);
      assertThat(export(exporter, "b").get()).isEqualTo(ExportResult.delivered());
      assertThat(log.at(Level.WARNING)).isEmpty();
      exporter.close(LIMIT);
    }
  }
}
