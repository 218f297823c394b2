package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.core.ExportResult;
import io.obs4j.core.internal.Uninterrupted;
import io.obs4j.judges.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batches that have no room or no time, and go to the disk and back. */
@Timeout(120)
class HttpSpillTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final long DISK = 1 << 20;

  @TempDir Path parent;
  private final List<HttpBatchExporter<String>> opened = new ArrayList<>();
  private Retry retry = new Retry(10, Duration.ofMillis(1), Duration.ofMillis(2));
  private long retryBytes;
  private int concurrency = 1;
  private boolean gzip;
  private Spills spills;

  private HttpBatchExporter<String> open(ScriptedServer server) {
    spills = new Spills(parent);
    return open(server, spills.open(DISK));
  }

  private HttpBatchExporter<String> open(ScriptedServer server, Spill spill) {
    HttpSettingsBuilder http = new HttpSettingsBuilder(server.url());
    http.concurrency(concurrency);
    http.gzip(gzip);
    http.timeout(LONG);
    HttpSettings settings = http.build("text/plain");
    HttpDestination destination =
        new HttpDestination(
            "spill",
            settings,
            retry,
            AnswerFormat.PLAIN,
            new DestinationReport(
                spills.diagnostics, Clock.system(), "test.export", settings, "Look at it."),
            spills,
            Clock.system(),
            Alarms.onThread("obs4j-spill-alarm"));
    HttpBatchExporter<String> exporter =
        new HttpBatchExporter<>(
            destination,
            retryBytes,
            spill,
            () ->
                (records, from, body) -> {
                  body.writeAscii(records.get(from));
                  return from + 1;
                });
    opened.add(exporter);
    return exporter;
  }

  private static CompletableFuture<ExportResult> export(
      HttpBatchExporter<String> exporter, String record) {
    return exporter.export(List.of(record)).toCompletableFuture();
  }

  private static ScriptedServer server(AtomicBoolean up) throws IOException {
    return ScriptedServer.answering(
        request -> up.get() ? ScriptedServer.ACCEPTED : ScriptedServer.answer(503, ""));
  }

  private static void await(BooleanSupplier condition) throws Exception {
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the time of the test is over");
      }
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void close() {
    opened.forEach(exporter -> exporter.close(LONG));
  }

  /** A pipe stands in for the disk: whoever opens it waits until somebody writes to it. */
  @Test
  void export_diskHangs_isDeliveredAndTheEndIsNotHeldUp() throws Exception {
    concurrency = 4;
    retryBytes = 8;
    spills = new Spills(parent);
    Spill disk = spills.open(DISK);
    Spills.add(disk, "old");
    Path pipe = spills.files().get(0);
    Files.delete(pipe);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    AtomicBoolean up = new AtomicBoolean(true);
    try (ScriptedServer server = server(up)) {
      HttpBatchExporter<String> exporter = open(server, disk);
      for (int i = 0; i < 50; i++) {
        assertThat(export(exporter, "new " + i).get()).isEqualTo(ExportResult.delivered());
      }

      up.set(false);
      CompletableFuture<ExportResult> noRoom = export(exporter, "has no room in memory");
      assertThat(noRoom.get()).isEqualTo(ExportResult.dropped(1, RetryQueue.FULL));

      CompletableFuture<ExportResult> waits = export(exporter, "waits");
      exporter.finish(Duration.ofMillis(10));
      exporter.close(Duration.ofSeconds(1));
      assertThat(waits).isDone();
      assertThat(spills.log.at(Level.WARNING))
          .anySatisfy(line -> assertThat(line).contains("the disk does not answer"));
    } finally {
      Files.newOutputStream(pipe).close(); // Lets whoever waits go.
    }
    await(() -> spills.tryOpen(DISK) != null);
  }

  /** A clock that stops stands in for the disk: it is read by whoever has its turn there. */
  @Test
  void close_diskHangs_isNotHeldUp() throws Exception {
    retryBytes = 1 << 20;
    CountDownLatch answers = new CountDownLatch(1);
    AtomicBoolean hangs = new AtomicBoolean();
    spills = new Spills(parent);
    spills.clock =
        new Clock() {
          @Override
          public long nanoTime() {
            if (hangs.get()) {
              Uninterrupted.await(left -> answers.await(1, TimeUnit.DAYS), 0);
            }
            return System.nanoTime();
          }

          @Override
          public long epochNanos() {
            return Clock.system().epochNanos();
          }
        };
    try (ScriptedServer server = server(new AtomicBoolean())) {
      HttpBatchExporter<String> exporter = open(server, spills.open(DISK));
      CompletableFuture<ExportResult> waits = export(exporter, "waits");
      await(() -> exporter.retryBytes() > 0);
      hangs.set(true);

      exporter.close(Duration.ZERO);

      assertThat(waits).isDone();
    } finally {
      answers.countDown();
    }
    await(() -> spills.tryOpen(DISK) != null);
  }

  @Test
  void export_noRoomInMemory_isKeptOnDiskAndArrivesInOrder() throws Exception {
    AtomicBoolean up = new AtomicBoolean();
    try (ScriptedServer server = server(up)) {
      HttpBatchExporter<String> exporter = open(server);
      for (int i = 0; i < 50; i++) {
        assertThat(export(exporter, "r" + i).get()).isEqualTo(ExportResult.kept(1));
      }
      int refused = server.requests.size();
      up.set(true);
      await(() -> server.requests.size() >= refused + 50 && noneIsLeft());

      List<String> sent = server.requests.stream().map(ScriptedServer.Request::text).toList();
      assertThat(new HashSet<>(sent)).hasSize(50);
      // What found out that the destination is down goes after what has not failed.
      List<String> atOnce = sent.subList(refused, sent.size());
      assertThat(atOnce.stream().filter(text -> Collections.frequency(sent, text) == 1).skip(1))
          .hasSizeGreaterThan(10)
          .isSortedAccordingTo((a, b) -> number(a) - number(b));
      assertThat(spills.faults()).isZero();
    }
  }

  private boolean noneIsLeft() {
    try {
      return spills.files().isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int number(String record) {
    return Integer.parseInt(record.substring(1));
  }

  @Test
  void finish_destinationIsDown_keepsAllOnDiskAndTheNextProcessSendsIt() throws Exception {
    retry = new Retry(10, Duration.ofHours(1), Duration.ofHours(1));
    retryBytes = 1 << 20;
    AtomicBoolean up = new AtomicBoolean();
    try (ScriptedServer server = server(up)) {
      HttpBatchExporter<String> before = open(server);
      List<CompletableFuture<ExportResult>> batches = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        batches.add(export(before, "r" + i));
      }
      await(() -> before.retryBytes() == 20);
      before.finish(LONG);
      batches.add(export(before, "r10"));

      // Once it has found that the destination is still down, and long before the limit.
      for (CompletableFuture<ExportResult> each : batches) {
        assertThat(each.get()).isEqualTo(ExportResult.kept(1));
      }
      before.close(LONG);
      int refused = server.requests.size();
      up.set(true);
      open(server);
      await(() -> server.requests.size() == refused + 11 && noneIsLeft());

      assertThat(server.requests.subList(refused, refused + 11))
          .extracting(ScriptedServer.Request::text)
          .containsExactlyInAnyOrder(
              "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10");
      assertThat(spills.faults()).isZero();
    }
  }

  @Test
  void finish_noAnswerInTime_keepsWhatIsUnderWayOnDisk() throws Exception {
    retryBytes = 1 << 20;
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.STALL)) {
      HttpBatchExporter<String> exporter = open(server);
      CompletableFuture<ExportResult> batch = export(exporter, "stalled");
      exporter.finish(Duration.ofMillis(50));

      assertThat(batch.get()).isEqualTo(ExportResult.kept(1));
      assertThat(export(exporter, "late").get()).isEqualTo(ExportResult.kept(1));

      exporter.close(LONG);
      Spill left = spills.open(DISK);
      assertThat(Spills.takeAll(left)).containsExactly("stalled", "late");
      left.close();
    }
  }

  @Test
  void export_whileMuchIsReplayed_isNotHeldUp() throws Exception {
    fill(200);
    AtomicReference<CompletableFuture<ExportResult>> fresh = new AtomicReference<>();
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.STALL)) {
      HttpBatchExporter<String> exporter = open(server);
      await(() -> server.requests.size() == 1);
      Thread worker = new Thread(() -> fresh.set(export(exporter, "fresh")));
      worker.start();
      await(() -> worker.getState() == Thread.State.WAITING);
      server.release();
      worker.join();

      assertThat(fresh.get().get()).isEqualTo(ExportResult.delivered());
      await(() -> server.requests.size() == 201 && noneIsLeft());
      // With one connection: after the one that was under way.
      assertThat(server.requests.get(1).text()).isEqualTo("fresh");
      assertThat(server.connections).hasValue(1);
    }
  }

  private void fill(int requests) {
    Spill spill = new Spills(parent).open(DISK);
    for (int i = 0; i < requests; i++) {
      Spills.add(spill, "r" + i);
    }
    spill.close();
  }

  @Test
  void open_somethingIsOnDisk_isSentWithoutAnythingNew() throws Exception {
    fill(3);
    try (ScriptedServer server = ScriptedServer.start()) {
      open(server);
      await(() -> server.requests.size() == 3 && noneIsLeft());

      assertThat(server.requests)
          .extracting(ScriptedServer.Request::text)
          .containsExactly("r0", "r1", "r2");
    }
  }

  @Test
  void open_destinationRefusesWhatIsOnDisk_isNotSentAgain() throws Exception {
    fill(3);
    try (ScriptedServer server =
        ScriptedServer.answering(request -> ScriptedServer.answer(400, "bad"))) {
      open(server);
      await(() -> server.requests.size() == 3 && noneIsLeft());
    }
  }

  @Test
  void open_whatIsOnDiskWasWrittenOtherwise_isSentAsItIs() throws Exception {
    gzip = true;
    retryBytes = 1 << 20;
    AtomicBoolean up = new AtomicBoolean();
    try (ScriptedServer server = server(up)) {
      HttpBatchExporter<String> packed = open(server);
      CompletableFuture<ExportResult> batch = export(packed, "packed");
      await(() -> packed.retryBytes() > 0);
      packed.close(LONG);
      assertThat(batch.get().kept()).isEqualTo(1);
      int refused = server.requests.size();
      up.set(true);
      gzip = false;
      HttpBatchExporter<String> plain = open(server);
      await(() -> server.requests.size() == refused + 1);
      assertThat(export(plain, "plain").get()).isEqualTo(ExportResult.delivered());

      ScriptedServer.Request replayed = server.requests.get(refused);
      assertThat(replayed.headers()).containsEntry("content-encoding", "gzip");
      GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(replayed.body()));
      assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("packed");
      assertThat(server.requests.get(refused + 1).headers()).doesNotContainKey("content-encoding");
    }
  }
}
