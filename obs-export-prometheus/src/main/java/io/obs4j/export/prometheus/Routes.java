package io.obs4j.export.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.obs4j.core.Health;
import java.io.IOException;

/**
 * Hands each request to the handler of exactly its path, where the JDK's contexts would match
 * prefixes. Only GET and HEAD pass.
 */
final class Routes implements HttpHandler {

  static final String HEALTH_PATH = "/-/healthy";
  static final String READY_PATH = "/-/ready";
  static final String LIVE_PATH = "/-/live";

  private static final String INDEX_PATH = "/";

  private final String metricsPath;
  private final PrometheusHandler metrics;
  private final IndexPage index;
  private final HealthHandler ready;
  private final HealthHandler live;

  /**
   * The routes of an endpoint.
   *
   * @param metricsPath where the metrics are
   * @param metrics answers for them, and guards the index
   * @param index at the root
   * @param health for probes, open to all
   */
  Routes(String metricsPath, PrometheusHandler metrics, IndexPage index, Health health) {
    this.metricsPath = metricsPath;
    this.metrics = metrics;
    this.index = index;
    this.ready = HealthHandler.ready(health);
    this.live = HealthHandler.live(health);
  }

  /** Whether a path is none for metrics. */
  static boolean isTaken(String path) {
    return path.equals(HEALTH_PATH) || path.equals(READY_PATH) || path.equals(LIVE_PATH);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    answer(String.valueOf(exchange.getRequestURI().getPath()), new JdkPageExchange(exchange));
  }

  private void answer(String path, PageExchange exchange) throws IOException {
    if (path.equals(metricsPath)) {
      metrics.answer(exchange);
    } else if (path.equals(READY_PATH)) {
      ready.answer(exchange);
    } else if (path.equals(LIVE_PATH)) {
      live.answer(exchange);
    } else if (!path.equals(HEALTH_PATH) && !path.equals(INDEX_PATH)) {
      Replies.text(exchange, Replies.NOT_FOUND, "not found");
    } else if (Replies.onlyReads(exchange)) {
      if (path.equals(HEALTH_PATH)) {
        Replies.text(exchange, Replies.OK, "ok");
      } else if (metrics.admits(exchange)) {
        index.answer(exchange);
      }
    }
  }
}
