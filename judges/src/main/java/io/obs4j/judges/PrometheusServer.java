package io.obs4j.judges;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/**
 * A real Prometheus, a process of its own that scrapes what it is told to every second, and answers
 * PromQL. Everything it writes stays in one directory.
 */
public final class PrometheusServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final ServerProcess server;
  private final Promql promql;

  private PrometheusServer(ServerProcess server) {
    this.server = server;
    promql = new Promql(server, "");
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
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(config, configuration(targets, settings));
    return configured(directory, config, flags);
  }

  /**
   * Starts a Prometheus that does what a file says.
   *
   * @param directory for its data and log
   * @param config the file
   * @param flags further flags of the command line
   * @return the server, once it is ready
   * @throws IOException if it does not start; its log is in the message
   * @throws org.opentest4j.TestAbortedException if Prometheus is not installed, to skip the test
   */
  public static PrometheusServer configured(Path directory, Path config, String... flags)
      throws IOException {
    int port = ServerProcess.freePort();
    List<String> command = new ArrayList<>();
    command.add(Judge.find("prometheus").toString());
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
   * @param expression that yields at most one series
   * @return its value, or empty if there is no series
   * @throws IllegalArgumentException if the expression is malformed, or yields several series
   */
  public OptionalDouble query(String expression) {
    return promql.query(expression);
  }

  /**
   * The series that an expression yields now.
   *
   * @param expression in PromQL
   * @return the series, in no order
   * @throws IllegalArgumentException if the expression is malformed
   */
  public List<Sample> samples(String expression) {
    return promql.samples(expression);
  }

  /**
   * Waits until an expression has a value of a certain kind.
   *
   * @param expression that yields at most one series
   * @param expected tells whether the value is the one
   * @return the value
   * @throws AssertionError if it does not come to that; what was seen instead is in the message
   */
  public double await(String expression, DoublePredicate expected) {
    return promql.await(expression, expected);
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
