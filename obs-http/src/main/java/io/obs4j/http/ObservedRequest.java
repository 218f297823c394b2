package io.obs4j.http;

import com.sun.net.httpserver.HttpExchange;
import io.obs4j.core.ServerRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A request from its first filter to its end. */
final class ObservedRequest implements ServerRequest {

  /*
   * A request has ended when both its handler has returned and its response is complete, in either
   * order and on any thread: each sets its bit with one atomic operation, and whoever sets the
   * second one ends the request, once. The status, the sizes and the failure are written by whoever
   * answers and are read by whoever ends it: the bit of the response is set after them, and the
   * operation on it orders them. A failure or a route that is told by a third thread meanwhile is
   * in time or too late, and so seen or not.
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
  private final HttpExchange exchange;
  private final RequestFacts facts;
  private final boolean foreign;
  private final Span span;
  private final Context context;
  private final long startNanos;
  private volatile Route route;
  private volatile @Nullable Throwable failure;
  private int status;
  private long bytesReceived;
  private long bytesSent;

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
      HttpExchange exchange,
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

  /** The status of the response, 0 if there was none. */
  int status() {
    return status;
  }

  /** How long the body of the request is, or was as far as it was read; negative without a body. */
  long requestBytes() {
    long declared = facts.declaredBytes();
    return declared == RequestFacts.UNDECLARED ? bytesReceived : declared;
  }

  /** How many bytes of the body were sent; negative if there was no response. */
  long responseBytes() {
    return status == 0 ? -1 : bytesSent;
  }

  /** What kind of error it ended with, null if with none. */
  @Nullable String errorType() {
    Throwable cause = failure;
    if (cause != null) {
      return cause.getClass().getName();
    }
    if (status == 0) {
      return NO_RESPONSE;
    }
    return isError(status) ? Integer.toString(status) : null;
  }

  private static boolean isError(int status) {
    return status >= LEAST_ERROR || status < LEAST_STATUS;
  }

  @Override
  public void route(String template) {
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
  public Context context() {
    return context;
  }

  @Override
  public boolean isObserved() {
    return true;
  }

  /** The head of the response was sent. */
  void answered(int newStatus) {
    status = newStatus;
  }

  void sent(long bytes) {
    bytesSent += bytes;
  }

  void received(long bytes) {
    bytesReceived += bytes;
  }

  /** There is no more to come of the response. */
  void responded() {
    reach(RESPONDED);
  }

  /** The handler has returned. */
  void returned() {
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
    if (status != 0) {
      span.setAttribute(HttpAttributes.STATUS, status);
    }
    if (errorType != null) {
      span.setAttribute(HttpAttributes.ERROR_TYPE, errorType);
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
