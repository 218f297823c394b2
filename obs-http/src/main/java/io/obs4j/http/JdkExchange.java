package io.obs4j.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpsExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the JDK's server knows of a request, and what its handler did. */
final class JdkExchange implements ServerExchange {

  private static final long UNKNOWN = -1;

  private final HttpExchange exchange;

  /** Null if the peer is gone. */
  private final @Nullable InetSocketAddress peer;

  private int status;
  private long bytesReceived;
  private long bytesSent;

  JdkExchange(HttpExchange exchange) {
    this.exchange = exchange;
    this.peer = exchange.getRemoteAddress();
  }

  /**
   * Whether this is what is known of that exchange, and not of another one. Somebody else's filter
   * may have wrapped it, and hands through what was asked for.
   */
  @SuppressWarnings("ReferenceEquality") // An equal URI may be that of another exchange.
  boolean isOf(HttpExchange other) {
    return exchange == other || exchange.getRequestURI() == other.getRequestURI();
  }

  @Override
  public String method() {
    return exchange.getRequestMethod();
  }

  @Override
  public String path() {
    String path = exchange.getRequestURI().getRawPath();
    return path == null ? "" : path;
  }

  @Override
  public @Nullable String query() {
    return exchange.getRequestURI().getRawQuery();
  }

  @Override
  public boolean isSecure() {
    return exchange instanceof HttpsExchange;
  }

  @Override
  public String protocol() {
    return exchange.getProtocol();
  }

  @Override
  public @Nullable String host() {
    return requestHeader("Host");
  }

  @Override
  public @Nullable String peerAddress() {
    InetAddress address = peer == null ? null : peer.getAddress();
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public int peerPort() {
    return peer == null ? 0 : peer.getPort();
  }

  @Override
  public Iterable<String> requestHeaderNames() {
    return exchange.getRequestHeaders().keySet();
  }

  @Override
  public @Nullable String requestHeader(String name) {
    return first(exchange.getRequestHeaders(), name);
  }

  @Override
  public List<String> requestHeaders(String name) {
    return all(exchange.getRequestHeaders(), name);
  }

  /** The head of the response was sent. */
  void answered(int newStatus) {
    status = newStatus;
  }

  /** A part of the body of the response was sent. */
  void sent(long bytes) {
    bytesSent += bytes;
  }

  /** A part of the body of the request was read. */
  void received(long bytes) {
    bytesReceived += bytes;
  }

  /** Whether the request has a body that only reading it tells the length of. */
  boolean isOfUnknownLength() {
    return requestHeader("Transfer-encoding") != null;
  }

  @Override
  public long requestBytes() {
    return isOfUnknownLength() ? bytesReceived : declared(requestHeader("Content-length"));
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public long responseBytes() {
    return status <= 0 ? UNKNOWN : bytesSent;
  }

  /**
   * Takes from the server what the handler answered, where nobody saw it answer. It may do so
   * later, and then nobody knows.
   */
  void takeAnswer() {
    status = exchange.getResponseCode();
    if (status >= 0) {
      bytesSent = declared(first(exchange.getResponseHeaders(), "Content-length"));
    }
  }

  private static long declared(@Nullable String length) {
    if (length == null) {
      return UNKNOWN;
    }
    try {
      return Math.max(UNKNOWN, Long.parseLong(length));
    } catch (NumberFormatException e) {
      return UNKNOWN; // The server refuses it.
    }
  }

  @Override
  public List<String> responseHeaders(String name) {
    return all(exchange.getResponseHeaders(), name);
  }

  private static @Nullable String first(Headers headers, String name) {
    List<String> values = all(headers, name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** Each look-up by name would copy the name twice, to write it as the map has it. */
  private static List<String> all(Headers headers, String name) {
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if (name.equalsIgnoreCase(header.getKey())) {
        return header.getValue();
      }
    }
    return List.of();
  }

  @Override
  public @Nullable String user() {
    HttpPrincipal user = exchange.getPrincipal();
    return user == null ? null : user.getUsername();
  }
}
