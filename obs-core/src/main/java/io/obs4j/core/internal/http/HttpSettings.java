package io.obs4j.core.internal.http;

import io.obs4j.core.SelfMetrics;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where and how requests are sent.
 *
 * @param endpoint an absolute URI of {@code http} or {@code https} with a host
 * @param headers further headers of every request; their values may be secrets
 * @param contentType of all bodies
 * @param timeout of one request, from the connecting to the end of the answer
 * @param gzip whether bodies are compressed
 * @param concurrency how many requests may be under way at once
 * @param tls for {@code https}, or null for that of the JVM
 * @param proxies chooses the proxy, or null for what the JVM's properties say
 */
public record HttpSettings(
    URI endpoint,
    Map<String, String> headers,
    String contentType,
    Duration timeout,
    boolean gzip,
    int concurrency,
    @Nullable SSLContext tls,
    @Nullable ProxySelector proxies) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
  private static final String USER_AGENT = "obs4j/" + SelfMetrics.SCOPE.version();

  /**
   * Whether the connection is encrypted.
   *
   * @return true for {@code https}
   */
  public boolean isTls() {
    return "https".equalsIgnoreCase(endpoint.getScheme());
  }

  /**
   * The host to connect to.
   *
   * @return a name or an address, one of IPv6 without its brackets
   */
  public String host() {
    String host = endpoint.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * The port to connect to.
   *
   * @return that of the endpoint, or the usual one of its scheme
   */
  public int port() {
    int port = endpoint.getPort();
    return port >= 0 ? port : isTls() ? HTTPS_PORT : HTTP_PORT;
  }

  /**
   * The endpoint as the log may show it.
   *
   * @return without a query, which may hold a secret
   */
  public String shown() {
    return server() + path();
  }

  /** The server alone: scheme, host and port. */
  String server() {
    return endpoint.getScheme() + "://" + authority();
  }

  /** How the server may be reached, the best way first; at least one. */
  List<Proxy> ways() throws IOException {
    ProxySelector selector = proxies == null ? ProxySelector.getDefault() : proxies;
    if (selector == null) {
      return List.of(Proxy.NO_PROXY);
    }
    try {
      List<Proxy> ways = selector.select(URI.create(server() + '/'));
      return ways.isEmpty() ? List.of(Proxy.NO_PROXY) : ways;
    } catch (RuntimeException e) {
      throw new IOException("no proxy can be chosen: " + e.getMessage(), e);
    }
  }

  private String authority() {
    int port = endpoint.getPort();
    return port < 0 ? endpoint.getHost() : endpoint.getHost() + ':' + port;
  }

  private String path() {
    String path = endpoint.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /** The first word of a request and what follows, for the server or for a proxy that forwards. */
  String requestLine(boolean forwarded) {
    String query = endpoint.getRawQuery();
    return "POST "
        + (forwarded ? server() : "")
        + path()
        + (query == null ? "" : '?' + query)
        + " HTTP/1.1\r\n";
  }

  /** How bodies are written. */
  BodyFormat format() {
    return new BodyFormat(contentType, gzip);
  }

  /** A request without its first line, up to the length of its body. */
  String head(BodyFormat format) {
    StringBuilder head = new StringBuilder("Host: ").append(authority());
    head.append("\r\nUser-Agent: ").append(USER_AGENT);
    head.append("\r\nContent-Type: ").append(format.contentType());
    if (format.gzip()) {
      head.append("\r\nContent-Encoding: gzip");
    }
    appendHeaders(head, false);
    return head.append("\r\nContent-Length: ").toString();
  }

  /** Asks a proxy for a tunnel to the server. */
  String tunnelRequest() {
    String target = endpoint.getHost() + ':' + port();
    StringBuilder request = new StringBuilder("CONNECT ").append(target);
    request.append(" HTTP/1.1\r\nHost: ").append(target);
    request.append("\r\nUser-Agent: ").append(USER_AGENT);
    appendHeaders(request, true);
    return request.append("\r\n\r\n").toString();
  }

  /** Those for the proxy that is asked for a tunnel, or all others: it alone sees the former. */
  private void appendHeaders(StringBuilder head, boolean forTunnel) {
    headers.forEach(
        (name, value) -> {
          if ((isTls() && name.equalsIgnoreCase(PROXY_AUTHORIZATION)) == forTunnel) {
            head.append("\r\n").append(name).append(": ").append(value);
          }
        });
  }

  /** Leaves out what may be secret. */
  @Override
  public String toString() {
    return shown();
  }
}
