package io.obs4j.export.otlp;

import io.obs4j.core.internal.http.HttpUrl;

/** Which addresses are those of a receiver of OTLP over HTTP. */
final class OtlpEndpoint {

  static final String EXPECTED =
      "an absolute URL of http or https without user and fragment, such as "
          + SignalSettings.DEFAULT_ENDPOINT;

  static final String NO_GRPC =
      "an address of OTLP over HTTP: 4317 is the port of gRPC, which is not spoken here";

  private static final int GRPC_PORT = 4317;
  private static final int HTTP_PORT = 4318;

  private OtlpEndpoint() {}

  /** Whether this is where a Collector listens for gRPC, and no path tells of HTTP. */
  static boolean isGrpc(HttpUrl url) {
    return url.port() == GRPC_PORT && url.path().equals("/");
  }

  /** The same host where a Collector listens for HTTP. */
  static HttpUrl overHttp(HttpUrl url) {
    return url.at(HTTP_PORT);
  }
}
