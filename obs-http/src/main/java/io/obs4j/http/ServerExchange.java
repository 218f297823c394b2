package io.obs4j.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response, as the server has them that is observed: what is recorded of them is
 * asked here.
 *
 * <p>Asked by the thread that {@linkplain HttpServerTelemetry#begin begins} the request and by the
 * one that ends it, never by two at once. No method may throw.
 */
public interface ServerExchange {

  /**
   * The method of the request.
   *
   * @return as it was sent
   */
  String method();

  /**
   * The path that is asked for.
   *
   * @return as it was sent, without the query
   */
  String path();

  /**
   * The query of the URL.
   *
   * @return as it was sent, null if there is none
   */
  @Nullable String query();

  /**
   * Whether the request came over TLS.
   *
   * @return true for {@code https}
   */
  boolean isSecure();

  /**
   * The protocol of the request.
   *
   * @return as a request line has it, such as {@code HTTP/1.1}
   */
  String protocol();

  /**
   * The server as the client addressed it.
   *
   * @return a name or an address and perhaps a port, as in the header {@code Host}; null if it is
   *     not known
   */
  @Nullable String host();

  /**
   * The address of the peer.
   *
   * @return in digits, null if the peer is gone
   */
  @Nullable String peerAddress();

  /**
   * The port of the peer.
   *
   * @return any number where there is no address
   */
  int peerPort();

  /**
   * The names of the headers of the request.
   *
   * @return in any case of their letters
   */
  Iterable<String> requestHeaderNames();

  /**
   * A header of the request.
   *
   * @param name whatever the case of its letters
   * @return its first value, null if there is none
   */
  @Nullable String requestHeader(String name);

  /**
   * All values of a header of the request.
   *
   * @param name whatever the case of its letters
   * @return none if there is no such header
   */
  List<String> requestHeaders(String name);

  /**
   * How long the body of the request was, asked at the end.
   *
   * @return as it was declared, or as far as it was read; negative if there was none, or nobody
   *     knows
   */
  long requestBytes();

  /**
   * The status of the response, asked at the end.
   *
   * @return 0 if there was no response, negative if nobody knows
   */
  int status();

  /**
   * How long the body of the response was, asked at the end.
   *
   * @return as far as it was sent; negative if there was no response, or nobody knows
   */
  long responseBytes();

  /**
   * All values of a header of the response, asked at the end.
   *
   * @param name whatever the case of its letters
   * @return none if there is no such header
   */
  List<String> responseHeaders(String name);

  /**
   * Who asks, asked at the end.
   *
   * @return the user that the server has authenticated, null if it has none
   */
  @Nullable String user();
}
