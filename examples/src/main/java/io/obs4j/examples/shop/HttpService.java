package io.obs4j.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A small HTTP server that takes POST requests at one path, and measures and traces every request.
 */
final class HttpService implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("shop.http");
  private static final String POST = "POST";
  private static final String OTHER = "other";
  private static final int THREADS = 64;
  private static final int LARGEST_BODY = 64 * 1024;

  private final HttpServer server;
  private final ExecutorService threads;
  private final String path;
  private final Function<byte[], Reply> handler;
  private final RequestMetrics metrics;
  private final HttpTracing tracing;

  private HttpService(
      HttpServer server,
      String path,
      Function<byte[], Reply> handler,
      RequestMetrics metrics,
      HttpTracing tracing) {
    this.server = server;
    this.path = path;
    this.handler = handler;
    this.metrics = metrics;
    this.tracing = tracing;
    threads = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
  }

  /**
   * Starts a service on the loopback address.
   *
   * @param port 0 takes any free one
   * @param path of the requests
   * @param handler makes the answer to a body; {@link IllegalArgumentException} is a bad request
   * @param metrics of the requests
   * @param tracing of the requests
   * @throws IOException if the port cannot be listened on
   */
  static HttpService start(
      int port,
      String path,
      Function<byte[], Reply> handler,
      RequestMetrics metrics,
      HttpTracing tracing)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (BindException e) {
      throw new IOException(
          "Port " + port + " is taken. Stop what listens there, or choose another with --port.", e);
    }
    HttpService service = new HttpService(server, path, handler, metrics, tracing);
    server.start();
    return service;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    // Methods and paths come from outside: as labels, only those that are known beforehand.
    String method = exchange.getRequestMethod().equals(POST) ? POST : OTHER;
    String route = exchange.getRequestURI().getPath().equals(path) ? path : OTHER;
    try (exchange) {
      // Measured within the span: so the latency has exemplars that name it.
      Reply reply =
          tracing.serve(
              exchange,
              method.equals(POST) ? POST : HttpTracing.OTHER_METHOD,
              route.equals(OTHER) ? null : route,
              () -> metrics.measure(method, route, () -> answer(exchange, method, route)));
      send(exchange, reply);
    }
  }

  private Reply answer(HttpExchange exchange, String method, String route) {
    if (route.equals(OTHER)) {
      return new Reply(Reply.NOT_FOUND, "There is only " + path);
    }
    if (method.equals(OTHER)) {
      exchange.getResponseHeaders().set("Allow", POST);
      return new Reply(Reply.METHOD_NOT_ALLOWED, "There is only POST");
    }
    try {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      return body.length > LARGEST_BODY
          ? new Reply(Reply.TOO_LARGE, "The body has more than " + LARGEST_BODY + " bytes")
          : handler.apply(body);
    } catch (IllegalArgumentException e) {
      return new Reply(Reply.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Reply(Reply.BAD_REQUEST, "The body ended early");
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "Failed to answer " + route, e);
      return new Reply(Reply.FAILED, "Internal error");
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] body = reply.json().getBytes(UTF_8);
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
