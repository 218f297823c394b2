package io.obs4j.export.prometheus;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to the JDK's server. */
final class JdkPageExchange implements PageExchange {

  /** As the JDK writes it: a body of chunks, and none. */
  private static final long CHUNKED = 0;

  private static final long NO_BODY = -1;

  private final HttpExchange exchange;

  JdkPageExchange(HttpExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public String method() {
    return exchange.getRequestMethod();
  }

  @Override
  public @Nullable String query() {
    return exchange.getRequestURI().getRawQuery();
  }

  @Override
  public @Nullable String requestHeader(String name) {
    List<String> values = exchange.getRequestHeaders().get(name);
    return values == null ? null : String.join(",", values);
  }

  @Override
  public void addResponseHeader(String name, String value) {
    exchange.getResponseHeaders().add(name, value);
  }

  @Override
  public OutputStream respond(int status, long length) throws IOException {
    if (Replies.isHead(this)) {
      if (length != UNKNOWN_LENGTH) {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
      }
      exchange.sendResponseHeaders(status, NO_BODY);
    } else {
      exchange.sendResponseHeaders(
          status, length == UNKNOWN_LENGTH ? CHUNKED : length == 0 ? NO_BODY : length);
    }
    return exchange.getResponseBody();
  }

  @Override
  public void complete() throws IOException {
    exchange.getResponseBody().flush();
    exchange.close();
  }
}
