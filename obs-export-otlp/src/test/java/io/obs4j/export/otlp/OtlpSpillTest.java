package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Signal;
import io.obs4j.judges.ScriptedServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spans and log records of a service that ends while its receiver is away. */
@Timeout(120)
class OtlpSpillTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long BYTES = 1 << 20;

  @TempDir Path directory;
  private final OtlpSignals signals = new OtlpSignals();

  private OtlpExporter exporter(ScriptedServer server) {
    return OtlpExporter.builder()
        .endpoint("http://127.0.0.1:" + server.port())
        .signals(Set.of(Signal.TRACES, Signal.LOGS))
        .spill(directory, BYTES)
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
      after.close(LIMIT);

      assertArrivedOnce(server);
      assertThat(signals.log.at(Level.WARNING))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).contains("answered 503"));
      assertThat(directory.resolve("traces")).isDirectoryNotContaining("glob:**.spill");
      assertThat(directory.resolve("logs")).isDirectoryNotContaining("glob:**.spill");
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
