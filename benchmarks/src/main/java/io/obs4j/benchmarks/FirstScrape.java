package io.obs4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A page that shows the one request counted; it is asked for every half a millisecond. */
final class FirstScrape implements FirstSign {

  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final String COUNTED = "requests_total";

  private final int port = freePort();

  @Override
  public void instruct(Map<String, String> environment) {
    environment.put("OTEL_METRICS_EXPORTER", "prometheus");
    environment.put("OTEL_EXPORTER_PROMETHEUS_HOST", "127.0.0.1");
    environment.put("OTEL_EXPORTER_PROMETHEUS_PORT", Integer.toString(port));
  }

  @Override
  public String await(Process service) throws IOException {
    while (service.isAlive()) {
      try {
        String page = get();
        if (page.contains(COUNTED)) {
          return page;
        }
      } catch (ConnectException notYet) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    throw new IOException(new String(service.getInputStream().readAllBytes(), UTF_8));
  }

  @Override
  public Samples samples(String told) {
    return Samples.parse(told).only(COUNTED);
  }

  private String get() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openConnection();
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("Accept", Page.TEXT);
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free on the loopback interface", e);
    }
  }
}
