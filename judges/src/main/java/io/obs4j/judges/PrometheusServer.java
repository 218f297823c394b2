package io.obs4j.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real Prometheus, a process of its own that scrapes what it is told to every second, and answers
 * PromQL. Everything it writes stays in one directory.
 */
public final class PrometheusServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Pattern SAMPLE = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]*)\"]");

  private final ServerProcess server;

  private PrometheusServer(ServerProcess server) {
    this.server = server;
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
    int port = ServerProcess.freePort();
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--config.file=" + config);
    command.add("--storage.tsdb.path=" + directory.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(List.of(flags));
    Path log = directory.resolve("prometheus.log");
    return new PrometheusServer(ServerProcess.start(command, port, "/-/ready", log, PATIENCE));
  }

  private static String configuration(List<String> targets, List<String> settings) {
    StringBuilder lines = new StringBuilder();
    lines.append("global:\n  scrape_interval: 1s\nscrape_configs:\n  - job_name: judged\n");
    settings.forEach(setting -> lines.append("    ").append(setting).append('\n'));
    lines.append("    static_configs:\n      - targets:\n");
    targets.forEach(target -> lines.append("          - \"").append(target).append("\"\n"));
    return lines.toString();
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
    long deadline = server.deadline();
    OptionalDouble last = query(promql);
    while (last.isEmpty() || !expected.test(last.getAsDouble())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            promql + " is " + last + "; the targets are " + get("/api/v1/targets").body());
      }
      ServerProcess.pause();
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
    return server.get(path);
  }

  @Override
  public void close() {
    server.close();
  }
}
