package io.obs4j.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real Prometheus, a process of its own that scrapes what it is told to every second, and answers
 * PromQL. Everything it writes stays in one directory.
 */
public final class PrometheusServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);
  private static final Pattern SAMPLE = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]*)\"]");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Thread atExit;
  private final URI address;
  private final Path log;

  private PrometheusServer(Process process, URI address, Path log) {
    this.process = process;
    this.address = address;
    this.log = log;
    atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a Prometheus that scrapes all targets alike.
   *
   * @param directory for its configuration, data and log; empty
   * @param targets to scrape at {@code /metrics}, such as {@code 127.0.0.1:9464}
   * @param settings further lines of the scrape configuration, such as {@code scheme: https}
   * @param flags further flags of the command line, such as {@code
   *     --enable-feature=native-histograms}
   * @return the server, once it is ready
   * @throws IOException if it does not start; its log is in the message
   * @throws org.opentest4j.TestAbortedException if Prometheus is not installed, to skip the test
   */
  public static PrometheusServer start(
      Path directory, List<String> targets, List<String> settings, String... flags)
      throws IOException {
    Path program = Judge.find("prometheus");
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(config, configuration(targets, settings));
    Path log = directory.resolve("prometheus.log");
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--config.file=" + config);
    command.add("--storage.tsdb.path=" + directory.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(List.of(flags));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    PrometheusServer server =
        new PrometheusServer(process, URI.create("http://127.0.0.1:" + port), log);
    try {
      server.awaitReady();
    } catch (IOException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static String configuration(List<String> targets, List<String> settings) {
    StringBuilder lines = new StringBuilder();
    lines.append("global:\n  scrape_interval: 1s\nscrape_configs:\n  - job_name: judged\n");
    settings.forEach(setting -> lines.append("    ").append(setting).append('\n'));
    lines.append("    static_configs:\n      - targets:\n");
    targets.forEach(target -> lines.append("          - \"").append(target).append("\"\n"));
    return lines.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("Prometheus does not start:\n" + Files.readString(log));
      }
      pause();
    }
  }

  private boolean isReady() {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /**
   * The value of an expression now.
   *
   * @param promql an expression that yields at most one series
   * @return its value, or empty if there is no series
   * @throws IllegalArgumentException if the expression is malformed, or yields several series
   */
  public OptionalDouble query(String promql) {
    HttpResponse<String> response = get("/api/v1/query?query=" + URLEncoder.encode(promql, UTF_8));
    if (response.statusCode() != 200) {
      throw new IllegalArgumentException(promql + ": " + response.body());
    }
    Matcher samples = SAMPLE.matcher(response.body());
    if (!samples.find()) {
      return OptionalDouble.empty();
    }
    double value = value(samples.group(1));
    if (samples.find()) {
      throw new IllegalArgumentException(promql + " yields several series: " + response.body());
    }
    return OptionalDouble.of(value);
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /**
   * Waits until an expression has a value of a certain kind.
   *
   * @param promql an expression that yields at most one series
   * @param expected tells whether the value is the one
   * @return the value
   * @throws AssertionError if it does not come to that; what was seen instead is in the message
   */
  public double await(String promql, DoublePredicate expected) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    OptionalDouble last = query(promql);
    while (last.isEmpty() || !expected.test(last.getAsDouble())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            promql + " is " + last + "; the targets are " + get("/api/v1/targets").body());
      }
      pause();
      last = query(promql);
    }
    return last.getAsDouble();
  }

  /**
   * Asks its HTTP API.
   *
   * @param path with the query
   * @return the answer
   */
  public HttpResponse<String> get(String path) {
    HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Prometheus was asked", e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_ATTEMPTS.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for Prometheus", e);
    }
  }

  /** Ends the process, by force if it does not end by itself. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
