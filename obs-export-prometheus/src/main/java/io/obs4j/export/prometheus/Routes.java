package io.obs4j.export.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/**
 * Hands each request to the handler of exactly its path, where the JDK's contexts would match
 * prefixes. Only GET and HEAD pass.
 */
final class Routes implements HttpHandler {

  static final String HEALTH_PATH = "/-/healthy";

  private static final String INDEX_PATH = "/";

  private final String metricsPath;
  private final PrometheusHandler metrics;
  private final IndexPage index;
  private final HealthPages health;

  /**
   * The routes of an endpoint.
   *
   * @param metricsPath where the metrics are
   * @param metrics answers for them, and guards the index
   * @param index at the root
   * @param health for probes, open to all
   */
  Routes(String metricsPath, PrometheusHandler metrics, IndexPage index, HealthPages health) {
    this.metricsPath = metricsPath;
    this.metrics = metrics;
    this.index = index;
    this.health = health;
  }

  /** Whether a path is none for metrics. */
  static boolean isTaken(String path) {
    return path.equals(HEALTH_PATH) || HealthPages.has(path);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = String.valueOf(exchange.getRequestURI().getPath());
    if (path.equals(metricsPath)) {
      metrics.handle(exchange);
    } else if (!isTaken(path) && !path.equals(INDEX_PATH)) {
      Replies.text(exchange, Replies.NOT_FOUND, "not found");
    } else if (Replies.onlyReads(exchange)) {
      if (path.equals(HEALTH_PATH)) {
        Replies.text(exchange, Replies.OK, "ok");
      } else if (HealthPages.has(path)) {
        health.handle(exchange, path);
      } else if (metrics.admits(exchange)) {
        index.handle(exchange);
      }
    }
  }
}
