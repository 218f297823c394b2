package io.obs4j.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.obs4j.core.ServerRequest;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Observes each request that passes, unless a filter before it does so already. */
final class ServerFilter extends Filter {

  private static final String ANY_PATH = "/";

  private final ServerObserver observer;
  private final @Nullable Route route;

  /**
   * Makes a filter.
   *
   * @param route of all that passes, null to take the path of the context
   */
  ServerFilter(ServerObserver observer, @Nullable Route route) {
    this.observer = observer;
    this.route = route;
  }

  @Override
  public String description() {
    return "Traces, measures and logs requests";
  }

  @Override
  @SuppressWarnings("try") // A scope is opened to be closed.
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    ServerRequest outer = HttpServerTelemetry.request(exchange);
    if (outer instanceof ObservedRequest left && left.isOfAnother(exchange)) {
      try (Scope none = Context.root().makeCurrent()) {
        doFilter(exchange, chain);
      }
      return;
    }
    if (outer.isObserved()) {
      if (route != null && route.template() != null) {
        outer.route(route.template());
      }
      chain.doFilter(exchange);
      return;
    }
    JdkExchange seen = new JdkExchange(exchange);
    ObservedRequest request = observer.begin(seen, route == null ? routeOf(exchange) : route);
    if (exchange.getHttpContext().getAuthenticator() != null) {
      passAsItIs(exchange, chain, seen, request);
      return;
    }
    try (Scope current = request.context().makeCurrent()) {
      chain.doFilter(observed(exchange, seen, request));
    } catch (Throwable e) {
      request.fail(e);
      // The server closes the connection.
      request.responded();
      throw e;
    } finally {
      request.returned();
    }
  }

  /** The path of a context says which requests it takes; that of the root takes all. */
  private Route routeOf(HttpExchange exchange) {
    String prefix = exchange.getHttpContext().getPath();
    return prefix.equals(ANY_PATH) && !ANY_PATH.equals(exchange.getRequestURI().getRawPath())
        ? Routes.NONE
        : observer.routes().of(prefix);
  }

  /**
   * Where a context has an authenticator, the server checks it after all filters, and takes no
   * exchange but its own: so the request ends when its handler returns.
   */
  @SuppressWarnings("try") // A scope is opened to be closed.
  private static void passAsItIs(
      HttpExchange exchange, Chain chain, JdkExchange seen, ObservedRequest request)
      throws IOException {
    try (Scope current = request.context().makeCurrent()) {
      chain.doFilter(exchange);
    } catch (Throwable e) {
      request.fail(e);
      throw e;
    } finally {
      seen.takeAnswer();
      request.responded();
      request.returned();
    }
  }

  private static HttpExchange observed(
      HttpExchange exchange, JdkExchange seen, ObservedRequest request) {
    ObservedExchange observed = new ObservedExchange(exchange, seen, request);
    return exchange instanceof HttpsExchange secure
        ? new ObservedHttpsExchange(secure, observed)
        : observed;
  }
}
