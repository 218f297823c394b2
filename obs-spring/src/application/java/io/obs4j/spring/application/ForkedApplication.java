package io.obs4j.spring.application;

import com.google.protobuf.InvalidProtocolBufferException;
import io.obs4j.judges.ScriptedServer;
import io.obs4j.judges.ServerProcess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The application in a JVM of its own, and a collector to which it sends all signals. */
final class ForkedApplication implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ScriptedServer collector;
  private final ServerProcess process;

  private ForkedApplication(ScriptedServer collector, ServerProcess process) {
    this.collector = collector;
    this.process = process;
  }

  /** The program {@code java} of this JVM, with options. */
  static List<String> java(List<String> options, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath));
    return command;
  }

  static ForkedApplication start(Path folder, String classPath, String... options)
      throws IOException {
    int port = ServerProcess.freePort();
    ScriptedServer collector = ScriptedServer.answering(request -> ScriptedServer.answer(200, ""));
    List<String> command = java(List.of(options), classPath);
    int main = command.indexOf("-cp");
    command.addAll(
        main,
        List.of(
            "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + collector.port(),
            "-Dotel.exporter.otlp.protocol=http/protobuf",
            "-Dotel.traces.exporter=otlp",
            "-Dotel.logs.exporter=otlp",
            "-Dotel.metrics.exporter=otlp",
            "-Dotel.metric.export.interval=200",
            "-Dotel.bsp.schedule.delay=100",
            "-Dotel.blrp.schedule.delay=100"));
    command.add(Application.class.getName());
    command.addAll(AheadOfTime.SETTINGS);
    command.add("--server.port=" + port);
    try {
      ServerProcess process =
          ServerProcess.start(
              command, port, "/actuator/prometheus", folder.resolve("log"), PATIENCE);
      return new ForkedApplication(collector, process);
    } catch (IOException | RuntimeException | Error e) {
      collector.close();
      throw e;
    }
  }

  String get(String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(process.address() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  /** What was sent so far. */
  List<ResourceSpans> spans() {
    return sent("/v1/traces", ExportTraceServiceRequest::parseFrom).stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .toList();
  }

  /** What was sent so far. */
  List<ResourceLogs> logs() {
    return sent("/v1/logs", ExportLogsServiceRequest::parseFrom).stream()
        .flatMap(request -> request.getResourceLogsList().stream())
        .toList();
  }

  /** What was sent so far, again and again. */
  List<ResourceMetrics> metrics() {
    return sent("/v1/metrics", ExportMetricsServiceRequest::parseFrom).stream()
        .flatMap(request -> request.getResourceMetricsList().stream())
        .toList();
  }

  @FunctionalInterface
  private interface Decoder<T> {

    T decode(byte[] body) throws InvalidProtocolBufferException;
  }

  private <T> List<T> sent(String path, Decoder<T> decoder) {
    List<T> sent = new ArrayList<>();
    for (ScriptedServer.Request request : collector.requests) {
      if (request.line().startsWith("POST " + path + ' ')) {
        try {
          sent.add(decoder.decode(request.body()));
        } catch (InvalidProtocolBufferException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return sent;
  }

  /** Ends the application, which sends what it still has. */
  void stop() {
    process.close();
  }

  @Override
  public void close() throws IOException {
    try (collector) {
      stop();
    }
  }
}
