package io.obs4j.export.otlp;

import io.obs4j.core.internal.http.HttpSettingsBuilder;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An address of a receiver of OTLP over HTTP.
 *
 * @param uri that can be sent to
 */
record OtlpEndpoint(URI uri) {

  static final String EXPECTED =
      "an absolute URL of http or https without user and fragment, such as "
          + SignalSettings.DEFAULT_ENDPOINT;

  static final String NO_GRPC =
      "an address of OTLP over HTTP: 4317 is the port of gRPC, which is not spoken here";

  private static final int GRPC_PORT = 4317;
  private static final int HTTP_PORT = 4318;

  /** Null if the text is no URL to send to. */
  static @Nullable OtlpEndpoint parse(String text) {
    URI uri = HttpSettingsBuilder.parsed(text);
    return uri == null ? null : new OtlpEndpoint(uri);
  }

  /** Whether this is where a Collector listens for gRPC, and no path tells of HTTP. */
  boolean isGrpc() {
    String path = uri.getRawPath();
    return uri.getPort() == GRPC_PORT && (path == null || path.isEmpty() || path.equals("/"));
  }

  /** The same host where a Collector listens for HTTP. */
  OtlpEndpoint overHttp() {
    return new OtlpEndpoint(URI.create(uri.getScheme() + "://" + uri.getHost() + ':' + HTTP_PORT));
  }

  /** A path beneath this one; a query stays behind it. */
  URI resolve(String path) {
    String base = uri.getRawPath() == null ? "" : uri.getRawPath();
    String query = uri.getRawQuery();
    return URI.create(
        uri.getScheme()
            + "://"
            + uri.getRawAuthority()
            + (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + path
            + (query == null ? "" : '?' + query));
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return HttpSettingsBuilder.shown(uri.toString());
  }
}
