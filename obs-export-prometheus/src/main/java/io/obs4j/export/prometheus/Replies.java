package io.obs4j.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.obs4j.core.internal.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
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

  static boolean isHead(PageExchange exchange) {
    return exchange.method().equals("HEAD");
  }

  /** Whether the request only reads; otherwise it has been answered with what is allowed. */
  static boolean onlyReads(PageExchange exchange) throws IOException {
    if (isHead(exchange) || exchange.method().equals("GET")) {
      return true;
    }
    exchange.addResponseHeader("Allow", "GET, HEAD");
    text(exchange, METHOD_NOT_ALLOWED, "only GET and HEAD are answered here");
    return false;
  }

  static void unauthorized(PageExchange exchange, List<Credentials> accepted) throws IOException {
    for (Credentials credentials : accepted) {
      exchange.addResponseHeader("WWW-Authenticate", credentials.challenge());
    }
    text(exchange, UNAUTHORIZED, "credentials are needed");
  }

  static void busy(PageExchange exchange) throws IOException {
    exchange.addResponseHeader("Retry-After", "1");
    text(exchange, SERVICE_UNAVAILABLE, "too many scrapes at once");
  }

  static void text(PageExchange exchange, int status, String line) throws IOException {
    send(exchange, status, "text/plain; charset=utf-8", line + "\n");
  }

  static void html(PageExchange exchange, String page) throws IOException {
    send(exchange, OK, "text/html; charset=utf-8", page);
  }

  static void json(PageExchange exchange, int status, ByteSink page) throws IOException {
    exchange.addResponseHeader("Cache-Control", "no-store");
    send(exchange, status, "application/json", page.toByteArray());
  }

  private static void send(PageExchange exchange, int status, String type, String content)
      throws IOException {
    send(exchange, status, type, content.getBytes(UTF_8));
  }

  private static void send(PageExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.addResponseHeader("Content-Type", type);
    exchange.addResponseHeader("X-Content-Type-Options", "nosniff");
    OutputStream out = exchange.respond(status, body.length);
    if (!isHead(exchange)) {
      out.write(body);
    }
    exchange.complete();
  }
}
