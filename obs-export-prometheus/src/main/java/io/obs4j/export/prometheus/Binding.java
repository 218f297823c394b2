package io.obs4j.export.prometheus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
    String line =
        "Prometheus metrics at "
            + (tls == null ? "http://" : "https://")
            + authority(listening.getPort())
            + path;
    return listening.getAddress().isLoopbackAddress()
        ? line
            + ", for this machine only; to open them to others set host(\"0.0.0.0\") in code, or "
            + VARIABLE
            + "HOST=0.0.0.0 where the environment makes the endpoint"
        : line;
  }

  /** One line that tells what is wrong and what helps. */
  String failure(IOException cause) {
    Throwable reason = cause.getCause() == null ? cause : cause.getCause();
    return "No Prometheus metrics: cannot listen on "
        + authority(port)
        + " ("
        + reason.getMessage()
        + "). Free the port or choose another host or port with host(...) and port(...) in code, or "
        + VARIABLE
        + "HOST and _PORT where the environment makes the endpoint; port 0 takes any free one.";
  }

  /** Not by way of {@link java.net.URI}, which refuses hosts that resolve, such as my_host. */
  private String authority(int actualPort) {
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return (bare ? '[' + host + ']' : host) + ':' + actualPort;
  }
}
