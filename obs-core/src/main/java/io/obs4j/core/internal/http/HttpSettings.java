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
 * @param endpoint where requests go
 * @param headers further headers of every request; their values may be secrets
 * @param contentType of all bodies
 * @param timeout of one request, from the connecting to the end of the answer
 * @param gzip whether bodies are compressed
 * @param concurrency how many requests may be under way at once
 * @param tls for {@code https}, or null for that of the JVM
 * @param proxies chooses the proxy, or null for what the JVM's properties say
 */
public record HttpSettings(
    HttpUrl endpoint,
    Map<String, String> headers,
    String contentType,
    Duration timeout,
    boolean gzip,
    int concurrency,
    @Nullable SSLContext tls,
    @Nullable ProxySelector proxies) {

  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
  private static final String USER_AGENT = "obs4j/" + SelfMetrics.SCOPE.version();

  /**
   * Whether the connection is encrypted.
   *
   * @return true for {@code https}
   */
  public boolean isTls() {
    return endpoint.isTls();
  }

  /**
   * The host to connect to.
   *
   * @return a name or an address, one of IPv6 without its brackets
   */
  public String host() {
    return endpoint.host();
  }

  /**
   * The port to connect to.
   *
   * @return that of the endpoint, or the usual one of its scheme
   */
  public int port() {
    return endpoint.port();
  }

  /**
   * The endpoint as the log may show it.
   *
   * @return without a query, which may hold a secret
   */
  public String shown() {
    return endpoint.toString();
  }

  /** How the server may be reached, the best way first; at least one. */
  List<Proxy> ways() throws IOException {
    ProxySelector selector = proxies == null ? ProxySelector.getDefault() : proxies;
    if (selector == null) {
      return List.of(Proxy.NO_PROXY);
    }
    try {
      List<Proxy> ways = selector.select(URI.create(endpoint.server() + '/'));
      return ways.isEmpty() ? List.of(Proxy.NO_PROXY) : ways;
    } catch (RuntimeException e) {
      throw new IOException("no proxy can be chosen: " + e.getMessage(), e);
    }
  }

  /**
   * The first line of a request; if it is a proxy that forwards it, with what that alone is to
   * know.
   */
  String requestLine(boolean forwarded) {
    StringBuilder line = new StringBuilder("POST ");
    if (forwarded) {
      line.append(endpoint.server());
    }
    line.append(endpoint.target()).append(" HTTP/1.1");
    if (forwarded) {
      appendHeaders(line, true);
    }
    return line.append("\r\n").toString();
  }

  /** How bodies are written. */
  BodyFormat format() {
    return new BodyFormat(contentType, gzip);
  }

  /** A request without its first line, up to the length of its body. */
  String head(BodyFormat format) {
    StringBuilder head = new StringBuilder("Host: ").append(endpoint.authority());
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
    String target = endpoint.tunnel();
    StringBuilder request = new StringBuilder("CONNECT ").append(target);
    request.append(" HTTP/1.1\r\nHost: ").append(target);
    request.append("\r\nUser-Agent: ").append(USER_AGENT);
    appendHeaders(request, true);
    return request.append("\r\n\r\n").toString();
  }

  /** Those for a proxy, or all others: it alone sees the former. */
  private void appendHeaders(StringBuilder head, boolean forProxy) {
    headers.forEach(
        (name, value) -> {
          if (name.equalsIgnoreCase(PROXY_AUTHORIZATION) == forProxy) {
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
