package io.obs4j.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.obs4j.core.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * Takes in what services send by OTLP over HTTP, in protobuf, and counts it. An answer without a
 * body says that all of it was taken.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OpenTelemetry protocol,
 *     OTLP/HTTP</a>
 */
final class OtlpReceiver implements AutoCloseable {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final int LARGEST_BODY = 64 << 20;
  private static final int THREADS = 8;
  private static final int UNSUPPORTED_TYPE = 415;

  private final Arrivals arrivals = new Arrivals();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;

  /** Decodes the request of one signal, and counts what is in it. */
  @FunctionalInterface
  private interface Decoder {

    void decode(byte[] body) throws InvalidProtocolBufferException;
  }

  private OtlpReceiver(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    take("/v1/metrics", Signal.METRICS, this::metrics);
    take("/v1/traces", Signal.TRACES, this::traces);
    take("/v1/logs", Signal.LOGS, this::logs);
  }

  /**
   * Starts a receiver on the loopback address.
   *
   * @param port 0 takes any free one
   * @throws IOException if the port cannot be listened on
   */
  static OtlpReceiver start(int port) throws IOException {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      OtlpReceiver receiver = new OtlpReceiver(server);
      server.start();
      return receiver;
    } catch (BindException e) {
      throw new IOException(
          "Port " + port + " is taken. Stop what listens there, or choose another with --port.", e);
    }
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Arrivals arrivals() {
    return arrivals;
  }

  private void take(String path, Signal signal, Decoder decoder) {
    server.createContext(path, exchange -> answer(exchange, signal, decoder));
  }

  private void answer(HttpExchange exchange, Signal signal, Decoder decoder) throws IOException {
    try (exchange) {
      Reply reply = take(exchange, signal, decoder);
      byte[] body = reply.isOk() ? new byte[0] : reply.reason().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.isOk() ? PROTOBUF : "text/plain");
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply take(HttpExchange exchange, Signal signal, Decoder decoder) {
    if (!exchange.getRequestMethod().equals("POST")) {
      return new Reply(Reply.METHOD_NOT_ALLOWED, "There is only POST");
    }
    if (!PROTOBUF.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      return new Reply(UNSUPPORTED_TYPE, "There is only " + PROTOBUF);
    }
    try {
      byte[] sent = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      byte[] body =
          "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
              ? unzip(sent)
              : sent;
      if (body.length > LARGEST_BODY) {
        return new Reply(Reply.TOO_LARGE, "The body has more than " + LARGEST_BODY + " bytes");
      }
      decoder.decode(body);
      arrivals.request(signal, sent.length);
      return new Reply(Reply.OK, "");
    } catch (IOException e) {
      return new Reply(Reply.BAD_REQUEST, "The body is not what OTLP says: " + e.getMessage());
    }
  }

  private static byte[] unzip(byte[] zipped) throws IOException {
    try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return plain.readNBytes(LARGEST_BODY + 1);
    }
  }

  private void metrics(byte[] body) throws InvalidProtocolBufferException {
    ExportMetricsServiceRequest.parseFrom(body)
        .getResourceMetricsList()
        .forEach(
            each ->
                arrivals.records(
                    service(each.getResource()),
                    Signal.METRICS,
                    each.getScopeMetricsList().stream()
                        .flatMap(scope -> scope.getMetricsList().stream())
                        .mapToLong(OtlpReceiver::points)
                        .sum()));
  }

  private static long points(Metric metric) {
    return switch (metric.getDataCase()) {
      case GAUGE -> metric.getGauge().getDataPointsCount();
      case SUM -> metric.getSum().getDataPointsCount();
      case HISTOGRAM -> metric.getHistogram().getDataPointsCount();
      case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsCount();
      case SUMMARY -> metric.getSummary().getDataPointsCount();
      case DATA_NOT_SET -> 0;
    };
  }

  private void traces(byte[] body) throws InvalidProtocolBufferException {
    ExportTraceServiceRequest.parseFrom(body)
        .getResourceSpansList()
        .forEach(
            each ->
                arrivals.records(
                    service(each.getResource()),
                    Signal.TRACES,
                    each.getScopeSpansList().stream()
                        .mapToLong(scope -> scope.getSpansCount())
                        .sum()));
  }

  private void logs(byte[] body) throws InvalidProtocolBufferException {
    ExportLogsServiceRequest.parseFrom(body)
        .getResourceLogsList()
        .forEach(
            each ->
                arrivals.records(
                    service(each.getResource()),
                    Signal.LOGS,
                    each.getScopeLogsList().stream()
                        .mapToLong(scope -> scope.getLogRecordsCount())
                        .sum()));
  }

  private static String service(Resource resource) {
    return resource.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("service.name"))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("(without a name)");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
