package io.obs4j.judges;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An exchange of the JDK's HTTP server without a connection, of a usual request without a body. It
 * remembers the status of its answer, and nothing else.
 */
public final class EmptyExchange extends HttpExchange {

  private static final Headers REQUEST = new Headers();
  private static final Headers RESPONSE = new Headers();
  private static final URI PATH = URI.create("/orders");
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
  private static final HttpContext CONTEXT = context();

  private int status = -1;

  static {
    REQUEST.set("Host", "shop.example:8080");
    REQUEST.set("User-Agent", "curl/8.5.0");
    REQUEST.set("Accept", "*/*");
    REQUEST.set("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  }

  private static HttpContext context() {
    try {
      HttpServer server = HttpServer.create();
      return server.createContext("/orders", exchange -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Headers getRequestHeaders() {
    return REQUEST;
  }

  @Override
  public Headers getResponseHeaders() {
    return RESPONSE;
  }

  @Override
  public URI getRequestURI() {
    return PATH;
  }

  @Override
  public String getRequestMethod() {
    return "GET";
  }

  @Override
  public HttpContext getHttpContext() {
    return CONTEXT;
  }

  @Override
  public void close() {}

  @Override
  public InputStream getRequestBody() {
    return InputStream.nullInputStream();
  }

  @Override
  public OutputStream getResponseBody() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void sendResponseHeaders(int newStatus, long length) {
    status = newStatus;
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return PEER;
  }

  @Override
  public int getResponseCode() {
    return status;
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return PEER;
  }

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return null;
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {}

  @Override
  public void setStreams(InputStream input, OutputStream output) {}

  @Override
  public @Nullable HttpPrincipal getPrincipal() {
    return null;
  }
}
