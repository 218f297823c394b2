package io.obs4j.examples.shop;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes in spans as Zipkin does, and keeps of each what tells its place. */
final class SpanCollector implements AutoCloseable {

  /** A span. */
  record Seen(JsonFields fields) {

    private static final Set<String> STEPS =
        Set.of("inventory.check", "payment.process", "shipping.arrange");

    String get(String path) {
      return fields.get(path);
    }

    String traceId() {
      return get("traceId");
    }

    String service() {
      return get("localEndpoint.serviceName");
    }

    boolean isRoot() {
      return get("parentId").isEmpty();
    }

    boolean isStep() {
      return STEPS.contains(get("name"));
    }
  }

  private final ConcurrentLinkedQueue<Seen> spans = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  SpanCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(4, SpanCollector::daemon));
    server.createContext("/api/v2/spans", this::take);
    server.start();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "collector");
    thread.setDaemon(true);
    return thread;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v2/spans";
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        JsonParser json = Json.FACTORY.createParser(exchange.getRequestBody())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        spans.add(new Seen(JsonFields.read(json)));
      }
      exchange.sendResponseHeaders(202, -1);
    }
  }

  /** The spans by trace, once they are what is waited for, or half a minute has gone. */
  Map<String, List<Seen>> await(Predicate<Map<String, List<Seen>>> condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    Map<String, List<Seen>> traces = traces();
    while (!condition.test(traces) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      traces = traces();
    }
    return traces;
  }

  private Map<String, List<Seen>> traces() {
    return new ArrayList<>(spans).stream().collect(Collectors.groupingBy(Seen::traceId));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
