package io.obs4j.examples.shop;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.obs4j.Obs;
import io.obs4j.core.ServerRequest;
import io.obs4j.http.HttpServerTelemetry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small HTTP server that takes orders, by POST at one path. */
final class HttpService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
  private static final String POST = "POST";
  private static final int THREADS = 64;
  private static final int LARGEST_BODY = 64 * 1024;

  private final HttpServer server;
  private final ExecutorService threads;
  private final String path;
  private final Function<Order, Reply> handler;

  private HttpService(HttpServer server, String path, Function<Order, Reply> handler, Obs obs) {
    this.server = server;
    this.path = path;
    this.handler = handler;
    threads = obs.observe("http", Executors.newFixedThreadPool(THREADS));
    server.setExecutor(threads);
  }

  /**
   * Starts a service on the loopback address.
   *
   * @param port 0 takes any free one
   * @param path of the requests
   * @param handler makes the answer to an order
   * @param obs what observes the requests
   * @throws IOException if the port cannot be listened on
   */
  static HttpService start(int port, String path, Function<Order, Reply> handler, Obs obs)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (BindException e) {
      throw new IOException(
          "Port " + port + " is taken. Stop what listens there, or choose another with --port.", e);
    }
    HttpService service = new HttpService(server, path, handler, obs);
    HttpServerTelemetry telemetry =
        HttpServerTelemetry.builder(obs).accessLog(obs.accessLog()).build();
    // At the root, so that what nobody should ask for is observed, too.
    HttpContext context = server.createContext("/", service::serve);
    context.getFilters().addAll(List.of(telemetry.filter(), new RequestId()));
    server.start();
    return service;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, reply(exchange));
    }
  }

  private Reply reply(HttpExchange exchange) {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      return new Reply(Reply.NOT_FOUND, "There is only " + path);
    }
    ServerRequest.current().route(path);
    if (!exchange.getRequestMethod().equals(POST)) {
      exchange.getResponseHeaders().set("Allow", POST);
      return new Reply(Reply.METHOD_NOT_ALLOWED, "There is only POST");
    }
    try {
      return answer(exchange.getRequestBody().readNBytes(LARGEST_BODY + 1));
    } catch (IOException e) {
      return new Reply(Reply.BAD_REQUEST, "The body ended early");
    } catch (RuntimeException e) {
      LOG.error("Failed to answer {}", path, e);
      ServerRequest.current().fail(e);
      return new Reply(Reply.FAILED, "Internal error");
    }
  }

  private Reply answer(byte[] body) {
    if (body.length > LARGEST_BODY) {
      return new Reply(Reply.TOO_LARGE, "The body has more than " + LARGEST_BODY + " bytes");
    }
    Order order;
    try {
      order = Order.parse(body);
    } catch (IllegalArgumentException e) {
      LOG.info("Refused a request: {}", e.getMessage());
      return new Reply(Reply.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    return handler.apply(order);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = reply.body();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(reply.status(), head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Lets running requests finish for a second at the most, then gives back the port. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      threads.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    server.stop(0);
  }
}
