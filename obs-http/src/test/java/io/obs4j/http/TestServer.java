package io.obs4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of the JDK, and requests to it byte by byte. */
final class TestServer implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, HttpContext> contexts = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  TestServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  TestServer with(String path, HttpHandler handler, Filter... filters) {
    HttpContext context = server.createContext(path, handler);
    context.getFilters().addAll(List.of(filters));
    contexts.put(path, context);
    return this;
  }

  /** The filter of the JDK that knows the user comes before those that were added. */
  void authenticatedBy(String path, Authenticator authenticator) {
    contexts.get(path).setAuthenticator(authenticator);
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port());
  }

  /** Sends a request line and headers, and gives all that comes back until the connection ends. */
  String send(String... head) throws IOException {
    return sendBody("", head);
  }

  String sendBody(String body, String... head) throws IOException {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(
              (String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n" + body).getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  String get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1", "Host: shop.example:8080");
  }

  static HttpHandler answering(int status, String text) {
    return exchange -> answer(exchange, status, text);
  }

  static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
