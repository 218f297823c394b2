package io.obs4j.servlet;

import io.obs4j.http.HttpServerTelemetry;
import io.obs4j.http.ObservedRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A request that a container serves, from the first time that it meets the filter to its end.
 *
 * <p>A container asks its listeners on one thread at a time, and none before the thread of the
 * first pass has returned.
 */
final class ServedRequest implements AsyncListener {

  private static final int LEAST_ERROR = 500;

  private final HttpServletRequest request;
  private final ServletExchange exchange;
  private final ServletRoutes routes;
  private final ObservedRequest observed;
  private final boolean counting;
  private volatile boolean timedOut;
  private volatile @Nullable Object matched;
  private volatile @Nullable String route;

  private ServedRequest(
      HttpServletRequest request,
      ServletExchange exchange,
      ServletRoutes routes,
      ObservedRequest observed,
      boolean counting) {
    this.request = request;
    this.exchange = exchange;
    this.routes = routes;
    this.observed = observed;
    this.counting = counting;
  }

  static ServedRequest begin(
      HttpServerTelemetry http,
      ServletRoutes routes,
      HttpServletRequest request,
      HttpServletResponse response) {
    ServletExchange exchange = new ServletExchange(request, response);
    ObservedRequest observed = http.begin(exchange, routes.mapped(request));
    return new ServedRequest(request, exchange, routes, observed, http.wantsSizes());
  }

  HttpServletRequest request() {
    return request;
  }

  ObservedRequest observed() {
    return observed;
  }

  /** The response, whose body is counted if anybody wants to know. */
  ServletResponse counted(ServletResponse response) {
    return counting && response instanceof HttpServletResponse http
        ? new CountedResponse(http, exchange, observed)
        : response;
  }

  void fail(Throwable thrown) {
    exchange.thrown(thrown);
    observed.fail(cause(thrown));
  }

  /** What a framework wraps is what went wrong. */
  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof ServletException wrapper && wrapper.getRootCause() != null) {
      cause = wrapper.getRootCause();
    }
    return cause;
  }

  /** What the framework left as route of this dispatch; an error page would leave its own. */
  void takeRoute() {
    Object found = routes.matched(request);
    if (found != null && !found.equals(matched)) {
      matched = found;
      route = routes.of(request, found);
    }
    tellRoute();
  }

  private void tellRoute() {
    String known = route;
    if (known != null) {
      observed.defaultRoute(known);
    }
  }

  /** The thread of the first pass has returned. */
  void returned() {
    takeRoute();
    if (!request.isAsyncStarted() || !listens()) {
      observed.responded();
    }
    observed.returned();
  }

  private boolean listens() {
    try {
      AsyncContext async = request.getAsyncContext();
      if (async.hasOriginalRequestAndResponse()) {
        exchange.sizeUnknown();
      }
      async.addListener(this);
      return true;
    } catch (IllegalStateException e) {
      return false; // It was completed meanwhile.
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    if (timedOut && exchange.status() >= LEAST_ERROR) {
      observed.fail(new TimeoutException("not complete in time"));
    }
    tellRoute(); // The framework's own listener may have told it without the application's path.
    observed.responded();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    timedOut = true;
  }

  @Override
  public void onError(AsyncEvent event) {
    Throwable thrown = event.getThrowable();
    if (thrown != null && !exchange.hasThrown()) { // else it has been met on its way out
      fail(thrown);
    }
  }

  /** It was dispatched, and is asynchronous again: who listened is forgotten. */
  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
