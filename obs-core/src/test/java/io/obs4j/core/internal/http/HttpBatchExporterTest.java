package io.obs4j.core.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.ExportResult;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.judges.LogLines;
import io.obs4j.judges.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of batches, whatever the server does. */
@Timeout(60)
class HttpBatchExporterTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final LogLines log = new LogLines();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(log);
  private final List<HttpBatchExporter<String>> opened = new ArrayList<>();
  private String name = "test";
  private Retry retry = new Retry(3, Duration.ofMillis(1), Duration.ofMillis(2));
  private Duration timeout = Duration.ofSeconds(30);
  private long retryBytes = 1 << 20;
  private boolean gzip;
  private int concurrency = 1;
  private BodyEncoder<String> encoder = HttpBatchExporterTest::encode;

  /** Puts as many words into a request as begin like the first; one that is empty throws. */
  private static int encode(List<String> words, int from, ByteSink body) {
    int next = from;
    while (next < words.size() && words.get(next).charAt(0) == words.get(from).charAt(0)) {
      body.writeUtf8(words.get(next++));
      body.writeByte('\n');
    }
    return next;
  }

  private HttpBatchExporter<String> open(String url) {
    HttpSettings settings =
        new HttpSettings(
            Objects.requireNonNull(HttpUrl.parse(url)),
            Map.of("authorization", "Bearer s3cret"),
            "text/plain",
            timeout,
            gzip,
            concurrency,
            null,
            null);
    HttpDestination destination =
        new HttpDestination(
            name,
            settings,
            retry,
            AnswerFormat.PLAIN,
            new DestinationReport(
                diagnostics, Clock.system(), "test.export", settings, "Look at it."),
            SendMeter.NONE,
            Clock.system(),
            Alarms.onThread("obs4j-" + name + "-alarm"));
    HttpBatchExporter<String> exporter =
        new HttpBatchExporter<>(destination, retryBytes, () -> encoder);
    opened.add(exporter);
    return exporter;
  }

  private static CompletableFuture<ExportResult> export(
      HttpBatchExporter<String> exporter, String... words) {
    return exporter.export(List.of(words)).toCompletableFuture();
  }

  @AfterEach
  void close() {
    opened.forEach(exporter -> exporter.close(LIMIT));
    assertThat(log.at(Level.WARNING)).noneMatch(line -> line.contains("s3cret"));
  }

  @Test
  void export_accepted_isDeliveredAsOneRequest() throws Exception {
    try (ScriptedServer server = ScriptedServer.start()) {
      HttpBatchExporter<String> exporter = open(server.url() + "?a=b");

      assertThat(export(exporter, "a", "aé").get()).isEqualTo(ExportResult.delivered());

      ScriptedServer.Request request = server.requests.get(0);
      assertThat(request.line()).isEqualTo("POST /api/v2/spans?a=b HTTP/1.1");
      assertThat(request.text()).isEqualTo("a\naé\n");
      assertThat(request.headers())
          .containsEntry("authorization", "Bearer s3cret")
          .containsEntry("content-type", "text/plain")
          .containsEntry("host", server.url().substring(7, server.url().indexOf("/api")))
          .hasEntrySatisfying("user-agent", agent -> assertThat(agent).startsWith("obs4j/"))
          .doesNotContainKey("content-encoding");
      assertThat(log.at(Level.WARNING)).isEmpty();
    }
  }

  @Test
  void export_oneAfterTheOther_useOneConnection() throws Exception {
    concurrency = 4;
    try (ScriptedServer server = ScriptedServer.start()) {
      HttpBatchExporter<String> exporter = open(server.url());
      for (int i = 0; i < 20; i++) {
        assertThat(export(exporter, "a" + i).get()).isEqualTo(ExportResult.delivered());
      }
      assertThat(server.requests).hasSize(20);
      assertThat(server.connections).hasValue(1);
    }
  }

  @Test
  void export_compressed_isTheSameOnceDecompressed() throws Exception {
    gzip = true;
    try (ScriptedServer server =
        ScriptedServer.start(ScriptedServer.answer(503, ""), ScriptedServer.ACCEPTED)) {
      HttpBatchExporter<String> exporter = open(server.url());

      assertThat(export(exporter, "a".repeat(100_000)).get()).isEqualTo(ExportResult.delivered());
      assertThat(export(exporter, "b").get()).isEqualTo(ExportResult.delivered());

      assertThat(server.requests)
          .extracting(HttpBatchExporterTest::decompressed)
          .containsExactly("a".repeat(100_000) + '\n', "a".repeat(100_000) + '\n', "b\n");
    }
  }

  private static String decompressed(ScriptedServer.Request request) {
    assertThat(request.headers()).containsEntry("content-encoding", "gzip");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void export_connectionClosedWhileIdle_isSentOnANewOneWithoutAWord() throws Exception {
    retry = new Retry(1, Duration.ofMillis(1), Duration.ofMillis(1));
    try (ScriptedServer server = ScriptedServer.start()) {
      HttpBatchExporter<String> exporter = open(server.url());
      for (int i = 0; i < 5; i++) {
        assertThat(export(exporter, "a" + i).get()).isEqualTo(ExportResult.delivered());
        server.disconnectAll();
      }
      assertThat(server.connections).hasValue(5);
      assertThat(log.at(Level.WARNING)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void export_refusedForNow_isSentAgain(int status) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            ScriptedServer.answer(status, "busy"), ScriptedServer.answer(status, "busy"))) {
      HttpBatchExporter<String> exporter = open(server.url());

      assertThat(export(exporter, "a").get()).isEqualTo(ExportResult.delivered());

      assertThat(server.requests).extracting(ScriptedServer.Request::text).containsOnly("a\n");
      assertThat(server.requests).hasSize(3);
      assertThat(log.at(Level.WARNING)).singleElement().asString().contains("" + status, "busy");
    }
  }

  @Test
  void export_failsAgainAndAgainWhileOthersArrive_isDroppedAfterTheLast() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.answering(
            request ->
                request.text().startsWith("x")
                    ? ScriptedServer.answer(503, "")
                    : ScriptedServer.ACCEPTED)) {
      HttpBatchExporter<String> exporter = open(server.url());
      CompletableFuture<ExportResult> poison = export(exporter, "x", "x");
      while (!poison.isDone()) {
        assertThat(export(exporter, "a").get()).isEqualTo(ExportResult.delivered());
      }

      assertThat(poison.get()).isEqualTo(ExportResult.dropped(2, "unavailable"));
      assertThat(server.requests)
          .filteredOn(each -> each.text().startsWith("x"))
          .hasSizeGreaterThanOrEqualTo(3);
    }
  }

  private static String[] refusals(int count) {
    String[] script = new String[count];
    Arrays.fill(script, ScriptedServer.answer(503, ""));
    return script;
  }

  @Test
  void export_askedToWaitForLong_waitsAndCountsAsAbandonedAtTheEnd() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(ScriptedServer.answer(503, "", "Retry-After: 999999999"))) {
      HttpBatchExporter<String> exporter = open(server.url());
      CompletableFuture<ExportResult> first = export(exporter, "a");
      awaitRetryBytes(exporter, 2);
      CompletableFuture<ExportResult> second = export(exporter, "b");
      awaitRetryBytes(exporter, 4);

      exporter.hurry();
      exporter.close(LIMIT);

      assertThat(first.get()).isEqualTo(ExportResult.dropped(1, "abandoned"));
      assertThat(second.get()).isEqualTo(ExportResult.dropped(1, "abandoned"));
      assertThat(server.requests).hasSize(1);
    }
  }

  private static void awaitRetryBytes(HttpBatchExporter<?> exporter, long bytes) {
    while (exporter.retryBytes() != bytes) {
      Thread.onSpinWait();
    }
  }

  @Test
  void export_destinationIsDown_keepsWhatFitsAndSendsItWhenItIsUpAgain() throws Exception {
    retryBytes = 3 * 5;
    AtomicBoolean up = new AtomicBoolean();
    try (ScriptedServer server =
        ScriptedServer.answering(
            request -> up.get() ? ScriptedServer.ACCEPTED : ScriptedServer.answer(503, ""))) {
      HttpBatchExporter<String> exporter = open(server.url());
      List<CompletableFuture<ExportResult>> batches = new ArrayList<>();
      for (int i = 1; i <= 7; i++) {
        batches.add(export(exporter, "a00" + i));
      }
      for (int i = 0; i < 4; i++) {
        assertThat(batches.get(i).get()).isEqualTo(ExportResult.dropped(1, "retry_full"));
      }
      up.set(true);

      for (int i = 4; i < 7; i++) {
        assertThat(batches.get(i).get()).isEqualTo(ExportResult.delivered());
      }
      assertThat(exporter.retryBytes()).isZero();
      assertThat(log.at(Level.WARNING)).hasSize(1);
    }
  }

  @Test
  void export_largerThanTheBuffer_isDroppedOnceItFails() throws Exception {
    retryBytes = 5;
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.answer(503, ""))) {
      HttpBatchExporter<String> exporter = open(server.url());

      assertThat(export(exporter, "abcdef").get()).isEqualTo(ExportResult.dropped(1, "retry_full"));
    }
  }

  @Test
  void hurry_destinationIsDown_asksItAtOnce() throws Exception {
    retry = new Retry(3, Duration.ofHours(1), Duration.ofHours(1));
    try (ScriptedServer server = ScriptedServer.start(refusals(3))) {
      HttpBatchExporter<String> exporter = open(server.url());
      List<CompletableFuture<ExportResult>> batches = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        batches.add(export(exporter, "a" + i));
      }
      awaitRetryBytes(exporter, 12);

      exporter.hurry();

      // The first finds out; those that failed before the others wait for their time.
      assertThat(CompletableFuture.anyOf(batches.toArray(CompletableFuture[]::new)).get())
          .isEqualTo(ExportResult.delivered());
    }
  }

  @Test
  void export_askedToWait_waitsAsLong() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(ScriptedServer.answer(429, "", "Retry-After: 1"))) {
      HttpBatchExporter<String> exporter = open(server.url());
      long begun = System.nanoTime();

      assertThat(export(exporter, "a").get()).isEqualTo(ExportResult.delivered());

      assertThat(System.nanoTime() - begun).isGreaterThan(1_000_000_000L);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 302, 400, 401, 404, 413, 500, 501})
  void export_rejected_isDroppedAndNotSentAgain(int status) throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.answer(status, "why"))) {
      HttpBatchExporter<String> exporter = open(server.url());

      assertThat(export(exporter, "a").get()).isEqualTo(ExportResult.dropped(1, "rejected"));
      assertThat(export(exporter, "b").get()).isEqualTo(ExportResult.delivered());

      assertThat(server.requests).hasSize(2);
      assertThat(log.at(Level.WARNING)).singleElement().asString().contains(status + " (why)");
    }
  }

  @Test
  void export_severalRequestsOfOneBatch_countsTheLostOnesOnly() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(ScriptedServer.ACCEPTED, ScriptedServer.answer(400, ""))) {
      HttpBatchExporter<String> exporter = open(server.url());

      assertThat(export(exporter, "a1", "b1", "b2", "c1").get())
          .isEqualTo(ExportResult.dropped(2, "rejected"));
      assertThat(server.requests)
          .extracting(ScriptedServer.Request::text)
          .containsExactly("a1\n", "b1\nb2\n", "c1\n");
    }
  }

  @Test
  void export_nobodyListens_keepsItAndTellsOnce() throws Exception {
    retry = new Retry(10, Duration.ofMillis(1), Duration.ofMillis(2));
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    HttpBatchExporter<String> exporter = open("http://127.0.0.1:" + port + "/x?key=s3cret");

    CompletableFuture<ExportResult> batch = export(exporter, "a");
    while (diagnostics.faultCount("test.export") < 3) {
      Thread.onSpinWait();
    }
    exporter.close(LIMIT);

    assertThat(batch.get()).isEqualTo(ExportResult.dropped(1, "abandoned"));
    assertThat(log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains("Cannot send to http://127.0.0.1:" + port + "/x: ", "Look at it.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ScriptedServer.CLOSE,
        "HTTP/1.1 2",
        "HTTP/1.1 202 Accepted\r\nContent-Le",
        "nonsense\r\n\r\n",
      })
  void export_brokenAnswer_isSentAgainOnANewConnection(String answer) throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.ACCEPTED, answer)) {
      HttpBatchExporter<String> exporter = open(server.url());
      assertThat(export(exporter, "a").get()).isEqualTo(ExportResult.delivered());
      CompletableFuture<ExportResult> second = export(exporter, "b");
      if (!answer.equals(ScriptedServer.CLOSE)) {
        while (server.requests.size() < 2) {
          Thread.onSpinWait();
        }
        server.disconnectAll();
      }

      assertThat(second.get()).isEqualTo(ExportResult.delivered());
      assertThat(server.requests).extracting(ScriptedServer.Request::text).contains("b\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ScriptedServer.STALL, ScriptedServer.STALL_BEFORE_BODY})
  void export_noAnswer_isBrokenOffAfterTheTimeout(String stall) throws Exception {
    timeout = Duration.ofMillis(100);
    retry = new Retry(1, Duration.ofMillis(1), Duration.ofMillis(1));
    try (ScriptedServer server = ScriptedServer.start(stall)) {
      HttpBatchExporter<String> exporter = open(server.url());

      // More than fits into the buffers of the network: the writing, too, has to be broken off.
      assertThat(export(exporter, "a".repeat(32 << 20)).get())
          .isEqualTo(ExportResult.dropped(1, "unreachable"));
      assertThat(log.at(Level.WARNING)).singleElement().asString().contains("within 100 ms");
    }
  }

  @Test
  void export_noAnswerOnAConnectionThatIsUsedAgain_isBrokenOff() throws Exception {
    timeout = Duration.ofMillis(200);
    retry = new Retry(1, Duration.ofMillis(1), Duration.ofMillis(1));
    try (ScriptedServer server =
        ScriptedServer.start(ScriptedServer.ACCEPTED, ScriptedServer.STALL)) {
      HttpBatchExporter<String> exporter = open(server.url());

      assertThat(export(exporter, "a").get()).isEqualTo(ExportResult.delivered());
      assertThat(export(exporter, "b").get()).isEqualTo(ExportResult.dropped(1, "unreachable"));
      assertThat(export(exporter, "c").get()).isEqualTo(ExportResult.delivered());
    }
  }

  @Test
  void export_recordsThatCannotBeEncoded_dropsThoseAloneAndTellsTheCause() throws Exception {
    BodyEncoder<String> skipping =
        new BodyEncoder<>() {
          private final List<Throwable> leftOut = new ArrayList<>();

          @Override
          public int encode(List<String> words, int from, ByteSink body) {
            leftOut.clear();
            if (words.get(from).equals("x")) {
              leftOut.add(new IllegalStateException("broken"));
            } else {
              body.writeUtf8(words.get(from));
            }
            return from + 1;
          }

          @Override
          public List<Throwable> leftOut() {
            return leftOut;
          }
        };
    encoder = skipping;
    try (ScriptedServer server = ScriptedServer.start()) {
      HttpBatchExporter<String> exporter = open(server.url());

      assertThat(export(exporter, "a", "x", "b", "x").get())
          .isEqualTo(ExportResult.dropped(2, "unreadable"));
      assertThat(server.requests)
          .extracting(ScriptedServer.Request::text)
          .containsExactly("a", "b");
      assertThat(log.at(Level.WARNING)).singleElement().asString().contains("cannot be read");
    }
    try (ScriptedServer server =
        ScriptedServer.answering(request -> ScriptedServer.answer(400, "no"))) {
      HttpBatchExporter<String> exporter = open(server.url());

      assertThat(export(exporter, "a", "x", "b").get())
          .isEqualTo(new ExportResult(Map.of("unreadable", 1, "rejected", 2), 0));
    }
  }

  @Test
  void export_asManyUnderWayAsMayBe_waitsForOneToEnd() throws Exception {
    concurrency = 2;
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.STALL, ScriptedServer.STALL)) {
      HttpBatchExporter<String> exporter = open(server.url());
      CompletableFuture<ExportResult> first = export(exporter, "a");
      CompletableFuture<ExportResult> second = export(exporter, "b");
      AtomicReference<CompletableFuture<ExportResult>> third = new AtomicReference<>();
      Thread worker = new Thread(() -> third.set(export(exporter, "c")));
      worker.start();
      awaitWaiting(worker);
      assertThat(first).isNotDone();
      assertThat(second).isNotDone();
      assertThat(third).hasValue(null);

      server.release();
      worker.join();

      assertThat(first.get()).isEqualTo(ExportResult.delivered());
      assertThat(second.get()).isEqualTo(ExportResult.delivered());
      assertThat(third.get().get()).isEqualTo(ExportResult.delivered());
      assertThat(server.connections).hasValue(2);
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void export_interruptedWhileWaiting_abandonsTheBatchAndStaysInterrupted() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.STALL)) {
      HttpBatchExporter<String> exporter = open(server.url());
      CompletableFuture<ExportResult> first = export(exporter, "a");
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      AtomicReference<CompletableFuture<ExportResult>> second = new AtomicReference<>();
      Thread worker =
          new Thread(
              () -> {
                second.set(export(exporter, "b", "b"));
                interrupted.complete(Thread.currentThread().isInterrupted());
              });
      worker.start();
      awaitWaiting(worker);
      worker.interrupt();

      assertThat(interrupted.get()).isTrue();
      assertThat(second.get().get()).isEqualTo(ExportResult.dropped(2, "abandoned"));
      server.release();
      assertThat(first.get()).isEqualTo(ExportResult.delivered());
    }
  }

  @Test
  void export_encoderThrows_failsThatBatchAlone() throws Exception {
    try (ScriptedServer server = ScriptedServer.start()) {
      HttpBatchExporter<String> exporter = open(server.url());

      assertThatThrownBy(() -> export(exporter, "").get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(StringIndexOutOfBoundsException.class);
      assertThat(export(exporter, "a").get()).isEqualTo(ExportResult.delivered());
    }
  }

  @Test
  void close_whileARequestIsUnderWay_abandonsItAndEndsAllThreads() throws Exception {
    name = "closed";
    concurrency = 3;
    retry = new Retry(2, Duration.ofHours(1), Duration.ofHours(1));
    try (ScriptedServer server =
        ScriptedServer.start(
            ScriptedServer.answer(503, ""),
            ScriptedServer.STALL,
            ScriptedServer.STALL_BEFORE_BODY)) {
      HttpBatchExporter<String> exporter = open(server.url());
      List<CompletableFuture<ExportResult>> underWay = new ArrayList<>();
      underWay.add(export(exporter, "a"));
      awaitRetryBytes(exporter, 2);
      underWay.add(export(exporter, "b"));
      underWay.add(export(exporter, "c".repeat(32 << 20)));
      while (server.connections.get() < 2) {
        Thread.onSpinWait();
      }

      exporter.close(LIMIT);

      for (CompletableFuture<ExportResult> each : underWay) {
        assertThat(each.get()).isEqualTo(ExportResult.dropped(1, "abandoned"));
      }
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .noneMatch(thread -> thread.startsWith("obs4j-closed-") && !thread.endsWith("alarm"));
    }
  }

  @Test
  void export_afterClose_isAbandoned() throws Exception {
    concurrency = 2;
    try (ScriptedServer server = ScriptedServer.start()) {
      HttpBatchExporter<String> exporter = open(server.url());
      assertThat(export(exporter, "a").get()).isEqualTo(ExportResult.delivered());

      exporter.close(LIMIT);
      exporter.close(LIMIT);

      assertThat(export(exporter, "a").get()).isEqualTo(ExportResult.dropped(1, "abandoned"));
      assertThat(export(exporter, "a").get()).isEqualTo(ExportResult.dropped(1, "abandoned"));
      assertThat(server.requests).hasSize(1);
    }
  }
}
