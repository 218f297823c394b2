package io.obs4j.export.otlp;

import static io.obs4j.export.otlp.Receivers.answering;
import static io.obs4j.export.otlp.Receivers.base;
import static io.obs4j.export.otlp.Receivers.bodies;
import static io.obs4j.export.otlp.Receivers.logs;
import static io.obs4j.export.otlp.Receivers.spans;
import static io.obs4j.export.otlp.Receivers.sums;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Signal;
import io.obs4j.judges.ScriptedServer;
import io.obs4j.metrics.Counter;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From what a service records to the receiver, and how the exporter lives. */
@Timeout(120)
class OtlpExporterTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final OtlpSignals signals = new OtlpSignals();

  @Test
  void flush_threeSignals_arriveAtTheStandardPaths() throws Exception {
    Counter counter = signals.metrics.counter("requests").create();
    try (ScriptedServer server = ScriptedServer.start();
        OtlpExporter exporter = OtlpExporter.to(base(server))) {
      exporter.start(signals);
      counter.add(3);
      signals.end("span");
      signals.log("line");

      assertThat(exporter.flush(LIMIT)).isTrue();

      assertThat(spans(server)).containsExactly("span");
      assertThat(logs(server)).containsExactly("line");
      assertThat(sums(server, "requests")).containsExactly(3L);
      assertThat(server.requests)
          .allSatisfy(
              request ->
                  assertThat(request.headers())
                      .containsEntry("content-type", "application/x-protobuf")
                      .hasEntrySatisfying(
                          "user-agent", agent -> assertThat(agent).startsWith("obs4j/")));
      assertThat(signals.log.at(Level.WARNING)).isEmpty();
    }
  }

  @Test
  void start_oneSignalCannotBeHad_leavesNothingBehind() throws Exception {
    OtlpSignals withoutLogs =
        new OtlpSignals() {
          @Override
          public RecordSource<LogRecord> logs() {
            return subscriber -> {
              throw new IllegalStateException("no logs");
            };
          }
        };
    OtlpExporter exporter = OtlpExporter.to("http://127.0.0.1:9");

    assertThatThrownBy(() -> exporter.start(withoutLogs)).hasMessage("no logs");

    assertThat(withoutLogs.subscribers()).isZero();
    assertThat(exporter.flush(LIMIT)).isTrue();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("obs4j-") && thread.getName().contains("otlp")) {
        thread.join();
      }
    }
  }

  @Test
  void flush_manySpans_travelInSeveralRequestsAndAreCounted() throws Exception {
    try (ScriptedServer server = ScriptedServer.start();
        OtlpExporter exporter =
            OtlpExporter.builder()
                .endpoint(base(server))
                .signals(Set.of(Signal.TRACES))
                .batches(Signal.TRACES, BatchSettings.builder().batchSize(100).build())
                .build()) {
      exporter.start(signals);
      for (int i = 0; i < 1_000; i++) {
        signals.end("span " + i);
      }
      signals.log("not for us");

      assertThat(exporter.flush(LIMIT)).isTrue();

      assertThat(spans(server)).hasSize(1_000).doesNotHaveDuplicates();
      assertThat(server.requests).hasSizeGreaterThanOrEqualTo(10);
      assertThat(bodies(server, "/v1/logs")).isEmpty();
      assertThat(bodies(server, "/v1/metrics")).isEmpty();
    }
  }

  @Test
  void close_sendsWhatIsLeftAndTheMetricsLast_andEndsAllThreads() throws Exception {
    Counter counter = signals.metrics.counter("requests").create();
    try (ScriptedServer server = ScriptedServer.start()) {
      OtlpExporter exporter = OtlpExporter.to(base(server));
      exporter.start(signals);
      counter.increment();
      signals.end("span");
      signals.log("line");

      exporter.close(LIMIT);
      exporter.close(LIMIT);

      assertThat(spans(server)).containsExactly("span");
      assertThat(logs(server)).containsExactly("line");
      assertThat(sums(server, "requests")).containsExactly(1L);
      assertThat(server.requests.get(server.requests.size() - 1).line()).contains("/v1/metrics");
      assertThat(signals.subscribers()).isZero();
      assertThat(exporter.flush(LIMIT)).isTrue();
      assertThatThrownBy(() -> exporter.start(signals)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void close_receiverStalls_endsWithinTheLimitAndCounts() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(ScriptedServer.STALL, ScriptedServer.STALL, ScriptedServer.STALL)) {
      OtlpExporter exporter = OtlpExporter.to(base(server));
      exporter.start(signals);
      signals.end("span");
      signals.log("line");
      long begun = System.nanoTime();

      exporter.close(Duration.ofMillis(400));

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
      assertThat(signals.dropped("traces", "abandoned")).isEqualTo(1);
      assertThat(signals.dropped("logs", "abandoned")).isEqualTo(1);
    }
  }

  @Test
  void close_withoutALimit_sendsAllAndEndsAllThreads() throws Exception {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    try (ScriptedServer server = ScriptedServer.start()) {
      OtlpExporter exporter = OtlpExporter.to(base(server));
      exporter.start(signals);
      signals.end("span");
      assertThat(exporter.flush(forever)).isTrue();
      signals.log("line");
      exporter.close(forever);

      assertThat(spans(server)).containsExactly("span");
      assertThat(logs(server)).containsExactly("line");
      assertThat(signals.subscribers()).isZero();
    }
  }

  @Test
  void close_neverStarted_doesNothing() {
    OtlpExporter exporter = OtlpExporter.builder().build();

    assertThat(exporter.flush(LIMIT)).isTrue();
    exporter.close();

    assertThatThrownBy(() -> exporter.start(signals))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("OTLP exporter was closed");
  }

  @Test
  void flush_oneReceiverDown_tellsTheTruthAndDoesNotHoldUpTheOthers() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.answering(
                request ->
                    request.line().contains("traces")
                        ? ScriptedServer.answer(503, "busy")
                        : ScriptedServer.ACCEPTED);
        OtlpExporter exporter = OtlpExporter.to(base(server))) {
      exporter.start(signals);
      signals.end("span");
      signals.log("line");

      assertThat(exporter.flush(Duration.ofMillis(500))).isFalse();

      assertThat(logs(server)).containsExactly("line");
      assertThat(signals.dropped("traces", "unavailable")).isZero();
      assertThat(signals.log.at(Level.WARNING)).singleElement().asString().contains("503 (busy)");
      exporter.close(Duration.ofMillis(200));
      assertThat(signals.dropped("traces", "abandoned")).isEqualTo(1);
    }
  }

  @Test
  void export_partialSuccess_countsTheRejectedAndTellsOnce() throws Exception {
    byte[] response =
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(2)
                    .setErrorMessage("too old"))
            .build()
            .toByteArray();
    try (ScriptedServer server = answering(response);
        OtlpExporter exporter =
            OtlpExporter.builder().endpoint(base(server)).signals(Set.of(Signal.TRACES)).build()) {
      exporter.start(signals);
      for (int i = 0; i < 5; i++) {
        signals.end("span");
      }

      assertThat(exporter.flush(LIMIT)).isFalse();

      assertThat(server.requests).hasSize(1);
      assertThat(signals.dropped("traces", "rejected")).isEqualTo(2);
      assertThat(signals.log.at(Level.WARNING))
          .anyMatch(
              line ->
                  line.contains("/v1/traces took a request in without 2 of its records: too old."));
    }
  }

  @ParameterizedTest
  @EnumSource
  void start_aCollectorThatIsAway_saysSoOnceForAllSignals(OtlpProtocol protocol) throws Exception {
    String url;
    try (ScriptedServer server = ScriptedServer.start()) {
      url = base(server);
    }
    try (OtlpExporter exporter = OtlpExporter.builder().endpoint(url).protocol(protocol).build()) {
      exporter.start(signals);
      signals.metrics.counter("requests").create().increment();
      signals.end("span");
      signals.log("line");

      assertThat(exporter.flush(Duration.ofSeconds(1))).isFalse();
      exporter.close(Duration.ofMillis(100));
    }
    assertThat(signals.log.at(Level.WARNING))
        .filteredOn(line -> line.startsWith("Cannot send to " + url))
        .hasSize(1);
  }

  private static ExporterProvider provider() {
    return ServiceLoader.load(ExporterProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals("otlp"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void provider_withAnEnvironment_sendsAsItSays() throws Exception {
    try (ScriptedServer server = ScriptedServer.start();
        Exporter exporter =
            provider()
                .create(
                    Set.of(Signal.LOGS),
                    Environment.of(
                        Map.of(
                            "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
                            base(server) + "/own?x=1",
                            "OTEL_EXPORTER_OTLP_HEADERS",
                            "x-key=a%20b, x-other=2",
                            "OTEL_EXPORTER_OTLP_PROTOCOL",
                            "http/json"),
                        signals.diagnostics()))) {
      exporter.start(signals);
      signals.end("span");
      signals.log("line");

      assertThat(exporter.flush(LIMIT)).isTrue();

      ScriptedServer.Request request = server.requests.get(0);
      assertThat(request.line()).isEqualTo("POST /own?x=1 HTTP/1.1");
      assertThat(request.headers())
          .containsEntry("x-key", "a b")
          .containsEntry("x-other", "2")
          .containsEntry("content-type", "application/json");
      assertThat(new String(request.body(), StandardCharsets.UTF_8)).contains("\"line\"");
      assertThat(server.requests).hasSize(1);
    }
  }
}
