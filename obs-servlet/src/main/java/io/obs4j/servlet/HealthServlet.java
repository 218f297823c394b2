package io.obs4j.servlet;

import io.obs4j.core.Health;
import io.obs4j.export.prometheus.HealthHandler;
import io.obs4j.export.prometheus.PageExchange;
import java.io.IOException;

/**
 * Tells probes how the service is, as JSON: 200 if it is well, 503 if not. Mount {@link #ready} on
 * {@code /-/ready} and {@link #live} on {@code /-/live}.
 *
 * <p>Safe for use by any thread.
 */
public final class HealthServlet extends PageServlet {

  private final HealthHandler handler;

  private HealthServlet(HealthHandler handler) {
    this.handler = handler;
  }

  /**
   * Tells whether the service can do its work.
   *
   * @param health of the service, such as {@code obs.health()}
   * @return a new servlet
   */
  public static HealthServlet ready(Health health) {
    return new HealthServlet(HealthHandler.ready(health));
  }

  /**
   * Tells whether the process itself works.
   *
   * @param health of the service, such as {@code obs.health()}
   * @return a new servlet
   */
  public static HealthServlet live(Health health) {
    return new HealthServlet(HealthHandler.live(health));
  }

  @Override
  void answer(PageExchange exchange) throws IOException {
    handler.answer(exchange);
  }
}
