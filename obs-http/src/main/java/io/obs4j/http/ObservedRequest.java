package io.obs4j.http;

import com.sun.net.httpserver.HttpExchange;
import io.obs4j.core.ServerRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request from its first filter to its end, which comes once the adapter of the server has told
 * both {@link #returned} and {@link #responded}. Its {@link ServerExchange} is then asked for what
 * became of it.
 *
 * <p>Safe for use by any thread. Nothing throws.
 */
public final class ObservedRequest implements ServerRequest {

  /*
   * A request has ended when both its handler has returned and its response is complete, in either
   * order and on any thread: each sets its bit with one atomic operation, and whoever sets the
   * second one ends the request, once. The status and the sizes are written, in the exchange, by
   * whoever answers and are read by whoever ends it: the bit of the response is set after them, and
   * the operation on it orders them. A failure, a route or a detail that is told by a third thread
   * meanwhile is in time or too late, and so seen or not. Details are few, and told by handlers:
   * each makes a new map under the monitor, which the one who ends the request reads without it.
   */

  /** What an exchange answers with its request. */
  static final String ATTRIBUTE = "io.obs4j.core.ServerRequest";

  /** The type of the error if an exchange is closed without a response. */
  static final String NO_RESPONSE = "no_response";

  private static final int RETURNED = 1;
  private static final int RESPONDED = 2;
  private static final int ENDED = RETURNED | RESPONDED;
  private static final int LEAST_ERROR = 500;
  private static final int LEAST_STATUS = 100;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ObservedRequest.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ServerObserver observer;
  private final ServerExchange exchange;
  private final RequestFacts facts;
  private final boolean foreign;
  private final Span span;
  private final Context context;
  private final long startNanos;
  private volatile Route route;
  private volatile boolean routeTold;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Map<String, Object> details;

  @SuppressWarnings("unused") // by STATE
  private volatile int state;

  /**
   * Begins a request.
   *
   * @param foreign whether somebody else made its span, and measures it
   * @param context holds the span, and from now on the request
   */
  ObservedRequest(
      ServerObserver observer,
      ServerExchange exchange,
      RequestFacts facts,
      Route route,
      boolean foreign,
      Span span,
      Context context,
      long startNanos) {
    this.observer = observer;
    this.exchange = exchange;
    this.facts = facts;
    this.route = route;
    this.foreign = foreign;
    this.span = span;
    this.context = context.with(this);
    this.startNanos = startNanos;
  }

  /**
   * Whether it is a request of the JDK's server, but not that of an exchange: a handler that
   * answers later has left it on the thread.
   */
  boolean isOfAnother(HttpExchange given) {
    return given.getAttribute(ATTRIBUTE) != this
        && exchange instanceof JdkExchange own
        && !own.isOf(given);
  }

  RequestFacts facts() {
    return facts;
  }

  boolean isForeign() {
    return foreign;
  }

  Span span() {
    return span;
  }

  Route route() {
    return route;
  }

  /** What kind of error it ended with, null if with none. */
  @Nullable String errorType() {
    Throwable cause = failure;
    if (cause != null) {
      return cause.getClass().getName();
    }
    int status = exchange.status();
    if (status == 0) {
      return NO_RESPONSE;
    }
    return status > 0 && isError(status) ? Integer.toString(status) : null;
  }

  private static boolean isError(int status) {
    return status >= LEAST_ERROR || status < LEAST_STATUS;
  }

  @Override
  public void route(String template) {
    routeTold = true;
    setRoute(template);
  }

  @Override
  public void defaultRoute(String template) {
    if (!routeTold && !template.equals(route.template())) {
      setRoute(template);
    }
  }

  private void setRoute(String template) {
    Route told = observer.routes().of(template);
    route = told;
    span.setAttribute(HttpAttributes.ROUTE, template);
    span.updateName(told.endpoint(facts.method()).spanName());
  }

  @Override
  public void fail(Throwable exception) {
    if (failure != exception) {
      span.recordException(exception);
    }
    if (failure == null) {
      failure = exception;
    }
  }

  @Override
  public synchronized void detail(String key, Object value) {
    Map<String, Object> told = details;
    Map<String, Object> more = told == null ? new TreeMap<>() : new TreeMap<>(told);
    more.put(key, Objects.requireNonNull(value, "value"));
    details = more;
  }

  /** What was told for the line of the access log, by name. */
  Map<String, Object> details() {
    Map<String, Object> told = details;
    return told == null ? Map.of() : told;
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public boolean isObserved() {
    return state != ENDED;
  }

  /** There is no more to come of the response. */
  public void responded() {
    reach(RESPONDED);
  }

  /** The handler has returned. */
  public void returned() {
    reach(RETURNED);
  }

  private void reach(int bit) {
    int before = (int) STATE.getAndBitwiseOr(this, bit);
    if (before != ENDED && (before | bit) == ENDED) {
      observer.ended(this, exchange, startNanos);
    }
  }

  /** Completes the span with what came of the request. */
  void endSpan(@Nullable String errorType) {
    if (exchange.status() > 0) {
      span.setAttribute(HttpAttributes.STATUS, exchange.status());
    }
    if (errorType != null) {
      span.setAttribute(HttpAttributes.ERROR_TYPE, errorType);
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
