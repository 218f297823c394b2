package io.obs4j.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Takes in spans over OTLP, and keeps them by their ids. */
final class OtlpSpans implements AutoCloseable {

  /** A span and the service that sent it. */
  record Arrived(String service, Span span) {

    String traceId() {
      return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    String parentId() {
      return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }
  }

  private final Map<String, Arrived> spans = new ConcurrentHashMap<>();
  private final HttpServer server;

  OtlpSpans() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
          .getResourceSpansList()
          .forEach(
              resource ->
                  resource
                      .getScopeSpansList()
                      .forEach(
                          scope ->
                              scope
                                  .getSpansList()
                                  .forEach(span -> keep(resource.getResource(), span))));
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void keep(Resource resource, Span span) {
    String service =
        resource.getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.name"))
            .map(attribute -> attribute.getValue().getStringValue())
            .findFirst()
            .orElseThrow();
    spans.put(HexFormat.of().formatHex(span.getSpanId().toByteArray()), new Arrived(service, span));
  }

  /** Waits half a minute at the most for a span of a kind, of a service, in a trace. */
  Arrived await(String traceId, String service, Span.SpanKind kind) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      Optional<Arrived> found =
          spans.values().stream()
              .filter(each -> each.traceId().equals(traceId))
              .filter(each -> each.service().equals(service) && each.span().getKind() == kind)
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new AssertionError(
        service + " sent no " + kind + " of " + traceId + ", but there are " + spans.values());
  }

  /** The span that another names as its parent, once it has arrived. */
  Arrived awaitParent(Arrived child) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!spans.containsKey(child.parentId()) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return Optional.ofNullable(spans.get(child.parentId()))
        .orElseThrow(() -> new AssertionError("the parent is not there of " + child));
  }

  boolean hasTrace(String traceId) {
    return spans.values().stream().anyMatch(each -> each.traceId().equals(traceId));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
