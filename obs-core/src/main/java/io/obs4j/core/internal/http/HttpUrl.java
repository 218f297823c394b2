package io.obs4j.core.internal.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An absolute URL of a server of HTTP, without user and fragment. Its host may have an underscore,
 * which names of containers have and {@link URI} knows no host by. Immutable.
 */
public final class HttpUrl {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int HIGHEST_PORT = 65_535;

  private static final Pattern NAME_AND_PORT =
      Pattern.compile("(?<name>[\\w.-]+)(:(?<port>\\d{1,5}))?");

  /** Which interface of this machine leads to an address, which is no matter of the server's. */
  private static final Pattern ZONE = Pattern.compile("%[^\\]]*");

  private final URI uri;
  private final String host;
  private final int port;

  private HttpUrl(URI uri, String host, int port) {
    this.uri = uri;
    this.host = host;
    this.port = port;
  }

  /**
   * Reads a URL.
   *
   * @param text any
   * @return null if nothing could be sent there
   */
  public static @Nullable HttpUrl parse(String text) {
    if (!text.chars().allMatch(c -> c < 0x80)) {
      return null;
    }
    try {
      return of(new URI(text));
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static @Nullable HttpUrl of(URI uri) {
    String scheme = uri.getScheme();
    String authority = uri.getRawAuthority();
    if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
        || authority == null
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null) {
      return null;
    }
    String host = uri.getHost();
    int port = uri.getPort();
    if (host == null) {
      Matcher matcher = NAME_AND_PORT.matcher(authority);
      if (!matcher.matches()) {
        return null;
      }
      host = matcher.group("name");
      port = matcher.group("port") == null ? -1 : Integer.parseInt(matcher.group("port"));
    }
    return port == 0 || port > HIGHEST_PORT ? null : new HttpUrl(uri, host, port);
  }

  /**
   * Another resource of the same server.
   *
   * @param path beneath the path of this one; its query stays
   * @return its URL
   */
  public HttpUrl resolve(String path) {
    String base = path();
    String prefix = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    String query = uri.getRawQuery();
    String rest = prefix + path + (query == null ? "" : '?' + query);
    return new HttpUrl(
        URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + rest), host, port);
  }

  /**
   * The same host at another port.
   *
   * @param other from 1 to 65535
   * @return without a path
   */
  public HttpUrl at(int other) {
    return new HttpUrl(URI.create(uri.getScheme() + "://" + host + ':' + other), host, other);
  }

  /** Whether the connection is encrypted. */
  boolean isTls() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /**
   * The host to connect to.
   *
   * @return a name or an address, one of IPv6 without its brackets
   */
  String host() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1).replace("%25", "%") : host;
  }

  /**
   * The port to connect to.
   *
   * @return the one told, or the usual one of the scheme
   */
  public int port() {
    return port >= 0 ? port : isTls() ? HTTPS_PORT : HTTP_PORT;
  }

  /** Host and port as the server hears of them; without the port if it is not told. */
  String authority() {
    return port < 0 ? bare() : bare() + ':' + port;
  }

  /** Host and port as a proxy is asked for them. */
  String tunnel() {
    return bare() + ':' + port();
  }

  private String bare() {
    return host.startsWith("[") ? ZONE.matcher(host).replaceFirst("") : host;
  }

  /** The server alone: scheme, host and port. */
  String server() {
    return uri.getScheme() + "://" + authority();
  }

  /**
   * What is asked for, but for the query.
   *
   * @return at least a slash
   */
  public String path() {
    String path = uri.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /** Path and query. */
  String target() {
    String query = uri.getRawQuery();
    return query == null ? path() : path() + '?' + query;
  }

  /** Without the query, which may hold a secret. */
  @Override
  public String toString() {
    return server() + path();
  }
}
