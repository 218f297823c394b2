package io.obs4j.servlet;

import io.obs4j.export.prometheus.PageExchange;
import io.obs4j.export.prometheus.PrometheusHandler;
import java.io.IOException;
import java.util.Objects;

/**
 * Answers scrapes of Prometheus within a servlet container, with the formats, credentials and
 * limits of the handler.
 *
 * <pre>{@code
 * PrometheusHandler metrics = PrometheusEndpoint.builder().handler();
 * Obs obs = Obs.builder().service("orders", "1.4.2").export(metrics).start();
 * servletContext.addServlet("metrics", new MetricsServlet(metrics)).addMapping("/metrics");
 * }</pre>
 *
 * <p>Safe for use by any thread.
 */
public final class MetricsServlet extends PageServlet {

  private final PrometheusHandler handler;

  /**
   * A servlet.
   *
   * @param handler that an {@code Obs} exports with, or is going to
   */
  public MetricsServlet(PrometheusHandler handler) {
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  void answer(PageExchange exchange) throws IOException {
    handler.answer(exchange);
  }
}
