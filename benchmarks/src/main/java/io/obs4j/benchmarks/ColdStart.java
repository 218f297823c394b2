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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after its start does a JVM answer its first scrape?
 *
 * <p>The sides are started in turn, with the same environment: ours by the facade, OpenTelemetry by
 * autoconfiguration with its Prometheus exporter. Each counts one request. Time runs from before
 * the process is made until the page that shows it is here; it is asked for every half a
 * millisecond. The bytes are the most memory that the process has had resident by then, where the
 * system tells it.
 */
final class ColdStart implements Question {

  private static final Map<String, Class<?>> SERVICES = services();
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final String COUNTED = "requests_total";

  private static Map<String, Class<?>> services() {
    Map<String, Class<?>> services = new LinkedHashMap<>();
    services.put("ours", OursService.class);
    services.put("opentelemetry_autoconfigured", OpenTelemetryService.class);
    return services;
  }

  @Override
  public String name() {
    return "cold_start";
  }

  @Override
  public List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    SERVICES.forEach(
        (side, service) ->
            outcomes.add(new Outcome(side, Samples.parse(start(service).page()).only(COUNTED))));
    return outcomes;
  }

  @Override
  public List<Ratio> answer(Run run) {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (int i = 0; i < run.starts(); i++) {
      SERVICES.forEach(
          (side, service) -> {
            Start start = start(service);
            measurements
                .computeIfAbsent(side, unseen -> new Measurement())
                .add(start.millis(), start.peakBytes());
          });
    }
    return Ratio.all(name(), "ms", measurements);
  }

  /** How long one start took, and what came of it. */
  private record Start(double millis, double peakBytes, String page) {}

  private static Start start(Class<?> service) {
    try {
      int port = freePort();
      ProcessBuilder builder = ChildProcess.builder(List.of(), service).redirectErrorStream(true);
      builder
          .environment()
          .putAll(
              Map.of(
                  "OTEL_SERVICE_NAME", "benchmarks",
                  "OTEL_METRICS_EXPORTER", "prometheus",
                  "OTEL_TRACES_EXPORTER", "none",
                  "OTEL_LOGS_EXPORTER", "none",
                  "OTEL_EXPORTER_PROMETHEUS_HOST", "127.0.0.1",
                  "OTEL_EXPORTER_PROMETHEUS_PORT", Integer.toString(port)));
      long begun = System.nanoTime();
      Process process = builder.start();
      try {
        String page = scrape(process, port);
        double millis = (System.nanoTime() - begun) / 1e6;
        return new Start(millis, peakBytes(process), page);
      } finally {
        // The service ends with its input.
        process.getOutputStream().close();
        process.onExit().join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(service.getSimpleName() + " cannot be scraped", e);
    }
  }

  private static String scrape(Process process, int port) throws IOException {
    while (process.isAlive()) {
      try {
        String page = get(port);
        if (page.contains(COUNTED)) {
          return page;
        }
      } catch (ConnectException notYet) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    throw new IOException(new String(process.getInputStream().readAllBytes(), UTF_8));
  }

  private static String get(int port) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openConnection();
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("Accept", Page.TEXT);
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static double peakBytes(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(Double.NaN);
  }
}
