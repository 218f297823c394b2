package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Signal;
import io.obs4j.judges.ScriptedServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans and log records of a service that ends while its receiver is away. */
@Timeout(120)
class OtlpSpillTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long BYTES = 1 << 20;

  @TempDir Path directory;
  private final OtlpSignals signals = new OtlpSignals();

  private OtlpExporter exporter(ScriptedServer server) {
    return exporter(server, BYTES);
  }

  private OtlpExporter exporter(ScriptedServer server, long bytes) {
    return OtlpExporter.builder()
        .endpoint("http://127.0.0.1:" + server.port())
        .signals(Set.of(Signal.TRACES, Signal.LOGS))
        .spill(directory, bytes)
        .build();
  }

  private static List<ScriptedServer.Request> requests(ScriptedServer server, String path) {
    return server.requests.stream().filter(each -> each.line().contains(path)).toList();
  }

  private static void awaitRequests(ScriptedServer server, int count) throws InterruptedException {
    while (server.requests.size() < count) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the time of the test is over");
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void close_receiverIsAway_leavesSpansAndLogsToTheNextProcess() throws Exception {
    AtomicBoolean up = new AtomicBoolean();
    try (ScriptedServer server =
        ScriptedServer.answering(
            request -> up.get() ? ScriptedServer.ACCEPTED : ScriptedServer.answer(503, ""))) {
      OtlpExporter before = exporter(server);
      before.start(signals);
      signals.end("span");
      signals.log("line");
      assertThat(before.flush(Duration.ofMillis(200))).isFalse();
      before.close(Duration.ofSeconds(4));

      assertThat(signals.dropped("traces", "abandoned")).isZero();
      assertThat(signals.dropped("logs", "abandoned")).isZero();
      assertThat(signals.kept("traces")).isEqualTo(1);
      assertThat(signals.kept("logs")).isEqualTo(1);
      int refused = server.requests.size();
      up.set(true);
      OtlpExporter after = exporter(server);
      after.start(signals);
      awaitRequests(server, refused + 2);
      awaitEmpty("traces");
      awaitEmpty("logs"); // A close would break off what has not been answered.
      after.close(LIMIT);

      assertArrivedOnce(server);
      assertThat(signals.log.at(Level.WARNING))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).contains("answered 503"));
      assertThat(directory.resolve("traces")).isDirectoryNotContaining("glob:**.spill");
      assertThat(directory.resolve("logs")).isDirectoryNotContaining("glob:**.spill");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 10, 50, 400})
  void close_receiverHangs_countsEachSpanOnceAsDroppedOrKept(int millis) throws Exception {
    int spans = 12_000;
    try (ScriptedServer server =
        ScriptedServer.serving(
            ServerSocketFactory.getDefault(), ScriptedServer.Exchange::awaitRelease)) {
      OtlpExporter exporter = exporter(server, 64 << 20);
      exporter.start(signals);
      for (int i = 0; i < spans; i++) {
        signals.end("span " + i);
      }
      exporter.close(Duration.ofMillis(millis));
      long kept = signals.kept("traces");

      assertThat(signals.droppedInAll("traces") + kept).isEqualTo(spans);
      assertThat(spansOnDisk()).isEqualTo(kept);
    }
  }

  /** What the next process sends. */
  private int spansOnDisk() throws Exception {
    Set<String> names = new HashSet<>();
    try (ScriptedServer server = ScriptedServer.start()) {
      OtlpExporter next = exporter(server, 64 << 20);
      next.start(new OtlpSignals());
      awaitEmpty("traces");
      next.close(LIMIT);
      for (ScriptedServer.Request each : requests(server, "/v1/traces")) {
        ExportTraceServiceRequest.parseFrom(each.body())
            .getResourceSpansList()
            .forEach(
                resource ->
                    resource
                        .getScopeSpansList()
                        .forEach(
                            scope ->
                                scope.getSpansList().forEach(span -> names.add(span.getName()))));
      }
    }
    return names.size();
  }

  private void awaitEmpty(String signal) throws Exception {
    while (holdsFiles(directory.resolve(signal))) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the time of the test is over");
      }
      Thread.onSpinWait();
    }
  }

  private static boolean holdsFiles(Path spill) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(spill, "*.spill")) {
      return files.iterator().hasNext();
    }
  }

  private static void assertArrivedOnce(ScriptedServer server) throws IOException {
    List<ScriptedServer.Request> traces = requests(server, "/v1/traces");
    List<ScriptedServer.Request> logs = requests(server, "/v1/logs");
    assertThat(
            ExportTraceServiceRequest.parseFrom(traces.get(traces.size() - 1).body())
                .getResourceSpans(0)
                .getScopeSpans(0)
                .getSpans(0)
                .getName())
        .isEqualTo("span");
    assertThat(
            ExportLogsServiceRequest.parseFrom(logs.get(logs.size() - 1).body())
                .getResourceLogs(0)
                .getScopeLogs(0)
                .getLogRecords(0)
                .getBody()
                .getStringValue())
        .isEqualTo("line");
  }

  @Test
  void start_directoryCannotBeUsed_isToldAndExportsWithoutIt() throws Exception {
    try (ScriptedServer server = ScriptedServer.start();
        OtlpExporter first = exporter(server);
        OtlpExporter second = exporter(server)) {
      first.start(new OtlpSignals());
      second.start(signals);
      signals.end("span");

      assertThat(second.flush(LIMIT)).isTrue();

      assertThat(signals.log.at(Level.WARNING))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).contains("in use", "a directory of its own"));
    }
  }
}
