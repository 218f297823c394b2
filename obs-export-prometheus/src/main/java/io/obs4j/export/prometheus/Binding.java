package io.obs4j.export.prometheus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is to listen.
 *
 * @param host a name or an address
 * @param port 0 for any free one
 * @param path of the metrics
 * @param tls null for plain HTTP
 * @param strict whether an address that cannot be listened on is fatal
 */
record Binding(String host, int port, String path, @Nullable SSLContext tls, boolean strict) {

  private static final String VARIABLE = "OTEL_EXPORTER_PROMETHEUS_";

  InetSocketAddress address() throws IOException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  /** One line that tells a person where the metrics are, and who can reach them. */
  String announcement(InetSocketAddress listening) {
    String line = "Prometheus metrics at " + uri(listening.getPort());
    return listening.getAddress().isLoopbackAddress()
        ? line
            + ", for this machine only; to open them to others set "
            + VARIABLE
            + "HOST=0.0.0.0 or host(\"0.0.0.0\")"
        : line;
  }

  /** One line that tells what is wrong and what helps. */
  String failure(IOException cause) {
    Throwable reason = cause.getCause() == null ? cause : cause.getCause();
    return "No Prometheus metrics: cannot listen on "
        + host
        + ':'
        + port
        + " ("
        + reason.getMessage()
        + "). Free the port or choose another host or port with "
        + VARIABLE
        + "HOST and _PORT, or host(...) and port(...) of the builder; port 0 takes any free one.";
  }

  private URI uri(int actualPort) {
    try {
      return new URI(tls == null ? "http" : "https", null, host, actualPort, path, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the host resolved, so it is one", e);
    }
  }
}
