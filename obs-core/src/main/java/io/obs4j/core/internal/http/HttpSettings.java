package io.obs4j.core.internal.http;

import java.net.URI;
import java.time.Duration;
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
 */
public record HttpSettings(
    URI endpoint,
    Map<String, String> headers,
    String contentType,
    Duration timeout,
    boolean gzip,
    int concurrency,
    @Nullable SSLContext tls) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

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
    return endpoint.getScheme() + "://" + authority() + path();
  }

  private String authority() {
    int port = endpoint.getPort();
    return port < 0 ? endpoint.getHost() : endpoint.getHost() + ':' + port;
  }

  private String path() {
    String path = endpoint.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /** A request up to the length of its body. */
  String head(String userAgent) {
    StringBuilder head = new StringBuilder("POST ").append(path());
    if (endpoint.getRawQuery() != null) {
      head.append('?').append(endpoint.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(authority());
    head.append("\r\nUser-Agent: ").append(userAgent);
    head.append("\r\nContent-Type: ").append(contentType);
    if (gzip) {
      head.append("\r\nContent-Encoding: gzip");
    }
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    return head.append("\r\nContent-Length: ").toString();
  }

  /** Leaves out what may be secret. */
  @Override
  public String toString() {
    return shown();
  }
}
