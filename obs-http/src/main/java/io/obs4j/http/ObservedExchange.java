package io.obs4j.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** An exchange that tells its request when and how it was answered. */
final class ObservedExchange extends HttpExchange {

  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int OK = 200;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final long NO_BODY = -1;

  private final HttpExchange exchange;
  private final JdkExchange seen;
  private final ObservedRequest request;
  private @Nullable InputStream received;
  private @Nullable OutputStream sent;

  ObservedExchange(HttpExchange exchange, JdkExchange seen, ObservedRequest request) {
    this.exchange = exchange;
    this.seen = seen;
    this.request = request;
  }

  /** The exchange's own attributes are those of all exchanges of the context. */
  @Override
  public @Nullable Object getAttribute(String name) {
    return ObservedRequest.ATTRIBUTE.equals(name) ? request : exchange.getAttribute(name);
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    exchange.setAttribute(name, value);
  }

  @Override
  public void sendResponseHeaders(int status, long length) throws IOException {
    exchange.sendResponseHeaders(status, length);
    seen.answered(status);
    if (length == NO_BODY || hasNoBody(status)) {
      request.responded();
    }
  }

  /** What the server sends without a body, whatever length it is told. */
  private boolean hasNoBody(int status) {
    return status == NO_CONTENT
        || status == NOT_MODIFIED
        || (status < OK && status != SWITCHING_PROTOCOLS)
        || exchange.getRequestMethod().equals("HEAD");
  }

  @Override
  public InputStream getRequestBody() {
    InputStream body = received;
    if (body == null) {
      body = exchange.getRequestBody();
      if (seen.isOfUnknownLength()) {
        body = new CountedInput(body, seen);
      }
      received = body;
    }
    return body;
  }

  @Override
  public OutputStream getResponseBody() {
    OutputStream body = sent;
    if (body == null) {
      body = new CountedOutput(exchange.getResponseBody(), seen, request);
      sent = body;
    }
    return body;
  }

  @Override
  public void setStreams(@Nullable InputStream input, @Nullable OutputStream output) {
    exchange.setStreams(input, output);
    if (input != null) {
      received = input;
    }
    if (output != null) {
      sent = output;
    }
  }

  @Override
  public void close() {
    try {
      exchange.close();
    } finally {
      request.responded();
    }
  }

  @Override
  public Headers getRequestHeaders() {
    return exchange.getRequestHeaders();
  }

  @Override
  public Headers getResponseHeaders() {
    return exchange.getResponseHeaders();
  }

  @Override
  public URI getRequestURI() {
    return exchange.getRequestURI();
  }

  @Override
  public String getRequestMethod() {
    return exchange.getRequestMethod();
  }

  @Override
  public HttpContext getHttpContext() {
    return exchange.getHttpContext();
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return exchange.getRemoteAddress();
  }

  @Override
  public int getResponseCode() {
    return exchange.getResponseCode();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return exchange.getLocalAddress();
  }

  @Override
  public String getProtocol() {
    return exchange.getProtocol();
  }

  @Override
  public @Nullable HttpPrincipal getPrincipal() {
    return exchange.getPrincipal();
  }
}
