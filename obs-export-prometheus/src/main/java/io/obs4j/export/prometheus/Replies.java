package io.obs4j.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.obs4j.core.internal.ByteSink;
import java.io.IOException;
import java.util.List;

/** Short answers. Each ends the exchange. */
final class Replies {

  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int INTERNAL_SERVER_ERROR = 500;
  static final int SERVICE_UNAVAILABLE = 503;

  private Replies() {}

  static boolean isHead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("HEAD");
  }

  /** Whether the request only reads; otherwise it has been answered with what is allowed. */
  static boolean onlyReads(HttpExchange exchange) throws IOException {
    if (isHead(exchange) || exchange.getRequestMethod().equals("GET")) {
      return true;
    }
    exchange.getResponseHeaders().set("Allow", "GET, HEAD");
    text(exchange, METHOD_NOT_ALLOWED, "only GET and HEAD are answered here");
    return false;
  }

  static void unauthorized(HttpExchange exchange, List<Credentials> accepted) throws IOException {
    exchange
        .getResponseHeaders()
        .put("WWW-Authenticate", accepted.stream().map(Credentials::challenge).toList());
    text(exchange, UNAUTHORIZED, "credentials are needed");
  }

  static void busy(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", "1");
    text(exchange, SERVICE_UNAVAILABLE, "too many scrapes at once");
  }

  static void text(HttpExchange exchange, int status, String line) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", line + "\n");
  }

  static void html(HttpExchange exchange, String page) throws IOException {
    send(exchange, OK, "text/html; charset=utf-8", page);
  }

  static void json(HttpExchange exchange, int status, ByteSink page) throws IOException {
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    send(exchange, status, "application/json", page.toByteArray());
  }

  private static void send(HttpExchange exchange, int status, String type, String content)
      throws IOException {
    send(exchange, status, type, content.getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (isHead(exchange)) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
