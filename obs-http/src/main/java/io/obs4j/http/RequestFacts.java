package io.obs4j.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request when it comes in. Immutable.
 *
 * @param method its index
 * @param secure whether it came over TLS
 * @param version of the protocol, null if it is none that there is
 * @param path as it was sent, without the query
 * @param client the address of the peer, null if it is gone
 * @param declaredBytes of the body, {@link #UNDECLARED}, or {@link #NO_BODY}
 */
record RequestFacts(
    int method,
    boolean secure,
    @Nullable String version,
    String path,
    @Nullable String client,
    long declaredBytes) {

  /** There is a body, of unknown length. */
  static final long UNDECLARED = -2;

  /** There is no body. */
  static final long NO_BODY = -1;

  static RequestFacts of(HttpExchange exchange, @Nullable String client) {
    Headers headers = exchange.getRequestHeaders();
    String path = exchange.getRequestURI().getRawPath();
    return new RequestFacts(
        HttpMethods.indexOf(exchange.getRequestMethod()),
        exchange instanceof HttpsExchange,
        Protocol.version(exchange.getProtocol()),
        path == null ? "" : path,
        client,
        declaredBytes(headers));
  }

  String scheme() {
    return secure ? Protocol.HTTPS : Protocol.HTTP;
  }

  private static long declaredBytes(Headers headers) {
    if (headers.getFirst("Transfer-encoding") != null) {
      return UNDECLARED;
    }
    return length(headers);
  }

  /** The length that a message declares, {@link #NO_BODY} if none. */
  static long length(Headers headers) {
    String length = headers.getFirst("Content-length");
    if (length == null) {
      return NO_BODY;
    }
    try {
      return Math.max(NO_BODY, Long.parseLong(length));
    } catch (NumberFormatException e) {
      return NO_BODY; // The server refuses it.
    }
  }
}
