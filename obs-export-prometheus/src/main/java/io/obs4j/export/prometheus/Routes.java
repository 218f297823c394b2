package io.obs4j.export.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;

/**
 * Hands each request to the handler of exactly its path, where the JDK's contexts would match
 * prefixes. Only GET and HEAD pass.
 */
record Routes(Map<String, HttpHandler> byPath) implements HttpHandler {

  Routes {
    byPath = Map.copyOf(byPath);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    HttpHandler handler = byPath.get(exchange.getRequestURI().getPath());
    if (handler == null) {
      Replies.text(exchange, Replies.NOT_FOUND, "not found");
    } else if (Replies.onlyReads(exchange)) {
      handler.handle(exchange);
    }
  }
}
