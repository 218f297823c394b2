package io.obs4j.judges;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * A real VictoriaMetrics, a process of its own that takes in metrics over OTLP, cumulative ones in
 * protobuf, and answers PromQL. Metrics keep their names; exponential histograms become a counter
 * of the values in each bucket, {@code NAME_bucket} by {@code vmrange}, beside {@code NAME_count}
 * and {@code NAME_sum}.
 */
public final class VictoriaMetricsServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final ServerProcess server;
  private final Promql promql;

  private VictoriaMetricsServer(ServerProcess server) {
    this.server = server;
    promql = new Promql(server, "&nocache=1");
  }

  /**
   * Starts a VictoriaMetrics on the loopback address.
   *
   * @param directory for its data and log; empty
   * @return the server, once it is ready
   * @throws IOException if it does not start; its log is in the message
   * @throws org.opentest4j.TestAbortedException if it is not installed, to skip the test
   */
  public static VictoriaMetricsServer start(Path directory) throws IOException {
    Path program = Judge.find("victoria-metrics");
    int port = ServerProcess.freePort();
    List<String> command =
        List.of(
            program.toString(),
            "-httpListenAddr=127.0.0.1:" + port,
            "-storageDataPath=" + directory.resolve("data"),
            "-retentionPeriod=1d",
            "-search.latencyOffset=0s",
            "-memory.allowedBytes=64MB");
    Path log = directory.resolve("victoria-metrics.log");
    return new VictoriaMetricsServer(ServerProcess.start(command, port, "/health", log, PATIENCE));
  }

  /**
   * Where it takes in OTLP, without the path of the signal.
   *
   * @return the URL
   */
  public URI endpoint() {
    return server.address().resolve("/opentelemetry");
  }

  /**
   * The series that an expression yields now. What was sent a moment ago may not be there yet.
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

  @Override
  public void close() {
    server.close();
  }
}
