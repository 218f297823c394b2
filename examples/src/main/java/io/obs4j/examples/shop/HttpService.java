package io.obs4j.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.obs4j.Obs;
import io.obs4j.logging.AccessLog;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A small HTTP server that takes POST requests at one path, and measures, traces and logs every
 * request.
 */
final class HttpService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
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
  private final AccessLog access;

  private HttpService(HttpServer server, String path, Function<byte[], Reply> handler, Obs obs) {
    this.server = server;
    this.path = path;
    this.handler = handler;
    metrics = new RequestMetrics(obs.metrics());
    tracing = new HttpTracing(obs.openTelemetry());
    access = obs.accessLog();
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
   * @param obs what observes the requests
   * @throws IOException if the port cannot be listened on
   */
  static HttpService start(int port, String path, Function<byte[], Reply> handler, Obs obs)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (BindException e) {
      throw new IOException(
          "Port " + port + " is taken. Stop what listens there, or choose another with --port.", e);
    }
    HttpService service = new HttpService(server, path, handler, obs);
    server.start();
    return service;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @SuppressWarnings("try") // The entry of the diagnostic context is put to be removed.
  private void serve(HttpExchange exchange) throws IOException {
    long begun = System.nanoTime();
    String requestId = RequestId.of(exchange.getRequestHeaders().getFirst(RequestId.HEADER));
    exchange.getResponseHeaders().set(RequestId.HEADER, requestId);
    // Methods and paths come from outside: as labels, only those that are known beforehand.
    String method = exchange.getRequestMethod().equals(POST) ? POST : OTHER;
    String route = exchange.getRequestURI().getPath().equals(path) ? path : OTHER;
    try (exchange;
        MDC.MDCCloseable id = MDC.putCloseable(RequestId.KEY, requestId)) {
      // Measured and logged within the span: so exemplars and log lines name it.
      Reply reply =
          tracing.serve(
              exchange,
              method.equals(POST) ? POST : HttpTracing.OTHER_METHOD,
              route.equals(OTHER) ? null : route,
              () -> {
                Reply made = metrics.measure(method, route, () -> answer(exchange, method, route));
                log(exchange, route, made, requestId, System.nanoTime() - begun);
                return made;
              });
      send(exchange, reply);
    }
  }

  /** Before it is sent, as it is counted: whoever has the answer finds it in the log. */
  private void log(HttpExchange exchange, String route, Reply reply, String requestId, long nanos) {
    access
        .request(exchange.getRequestMethod(), route)
        .path(exchange.getRequestURI().getPath())
        .status(reply.status())
        .durationNanos(nanos)
        .bytes(reply.body().length)
        .client(exchange.getRemoteAddress().getAddress().getHostAddress())
        .with(RequestId.KEY, requestId)
        .log();
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
      LOG.info("Refused a request: {}", e.getMessage());
      return new Reply(Reply.BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Reply(Reply.BAD_REQUEST, "The body ended early");
    } catch (RuntimeException e) {
      LOG.error("Failed to answer {}", route, e);
      return new Reply(Reply.FAILED, "Internal error");
    }
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
