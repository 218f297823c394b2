package io.obs4j.http;

import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.context.Context;

/**
 * A request that is being served, as it is observed: what only its handler knows is told here.
 *
 * <pre>{@code
 * ServerRequest.of(exchange).route("/orders/{id}");
 * }</pre>
 *
 * <p>Safe for use by any thread. What is told after the end of the request changes nothing.
 */
public interface ServerRequest {

  /**
   * The request of an exchange. A handler may hand the exchange on, also to another thread.
   *
   * @param exchange that a handler was given
   * @return never null: where no filter observes the exchange, what is told goes nowhere
   */
  static ServerRequest of(HttpExchange exchange) {
    if (exchange.getAttribute(ObservedRequest.ATTRIBUTE) instanceof ServerRequest request) {
      return request;
    }
    ServerRequest current = Context.current().get(ObservedRequest.KEY);
    return current == null ? UnobservedRequest.INSTANCE : current;
  }

  /**
   * Sets what was asked for, as a template: it names the span, and is the label of the metrics. The
   * last one counts.
   *
   * @param template one of few, such as {@code /orders/{id}}; never the path itself
   */
  void route(String template);

  /**
   * Tells of an exception that the handler answers itself, as with status 500. It is recorded on
   * the span, and its class is the type of the error. What the handler throws needs not be told.
   *
   * @param exception the first one counts
   */
  void fail(Throwable exception);

  /**
   * The context of the request, which holds its span: current while the handler runs. A handler
   * that answers on another thread makes it current there.
   *
   * @return the context
   */
  Context context();

  /**
   * Whether a filter observes the request.
   *
   * @return false if what is told goes nowhere
   */
  boolean isObserved();
}
