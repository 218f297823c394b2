package io.obs4j.export.otlp;

import io.obs4j.judges.ScriptedServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ServerSocketFactory;

/** Receivers of OTLP over HTTP, and what has arrived at one. */
final class Receivers {

  private Receivers() {}

  static String base(ScriptedServer server) {
    return "http://127.0.0.1:" + server.port();
  }

  /** What was sent to a path. */
  static List<byte[]> bodies(ScriptedServer server, String path) {
    return server.requests.stream()
        .filter(request -> request.line().equals("POST " + path + " HTTP/1.1"))
        .map(ScriptedServer.Request::body)
        .toList();
  }

  /** The names of all spans. */
  static List<String> spans(ScriptedServer server) throws IOException {
    List<String> names = new ArrayList<>();
    for (byte[] body : bodies(server, "/v1/traces")) {
      ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
      request
          .getResourceSpans(0)
          .getScopeSpansList()
          .forEach(scope -> scope.getSpansList().forEach(span -> names.add(span.getName())));
    }
    return names;
  }

  /** The texts of all lines. */
  static List<String> logs(ScriptedServer server) throws IOException {
    List<String> lines = new ArrayList<>();
    for (byte[] body : bodies(server, "/v1/logs")) {
      ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(body);
      request
          .getResourceLogs(0)
          .getScopeLogsList()
          .forEach(
              scope ->
                  scope
                      .getLogRecordsList()
                      .forEach(line -> lines.add(line.getBody().getStringValue())));
    }
    return lines;
  }

  /** The value of a sum in each request. */
  static List<Long> sums(ScriptedServer server, String name) throws IOException {
    List<Long> sums = new ArrayList<>();
    for (byte[] body : bodies(server, "/v1/metrics")) {
      for (Metric metric : MetricRequests.metrics(ExportMetricsServiceRequest.parseFrom(body))) {
        if (metric.getName().equals(name)) {
          sums.add(metric.getSum().getDataPoints(0).getAsInt());
        }
      }
    }
    return sums;
  }

  /** A server that answers every request with the same message. */
  static ScriptedServer answering(byte[] response) throws IOException {
    return ScriptedServer.serving(
        ServerSocketFactory.getDefault(),
        exchange -> {
          exchange.read();
          exchange.write(
              "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: "
                  + response.length
                  + "\r\n\r\n");
          exchange.write(response);
        });
  }
}
