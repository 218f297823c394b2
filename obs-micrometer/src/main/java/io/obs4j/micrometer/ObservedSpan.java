package io.obs4j.micrometer;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.obs4j.core.ServerRequest;
import io.obs4j.core.internal.request.Arrival;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The span of an observation, and what it keeps current on the threads that it has a scope on. */
final class ObservedSpan implements ServerRequest {

  /*
   * An observation may have scopes open on several threads, each any number of times. They form a
   * list, newest first, whose nodes are immutable: opening and closing replace it by compare-and-
   * set, so they are lock-free and nothing is lost. Only the thread that opened a scope closes it.
   */
  private static final VarHandle SCOPES;

  static {
    try {
      SCOPES = MethodHandles.lookup().findVarHandle(ObservedSpan.class, "scopes", OpenScope.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final String ERROR_TYPE = "error.type";
  private static final String ROUTE = "http.route";
  private static final String URI = "uri";
  private static final String METHOD = "method";
  private static final String PEER_SERVICE = "peer.service";

  private final Span span;
  private final boolean adopted;
  private final ServerRequest request;
  private final KeyValues known;
  private volatile Context context;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable OpenScope scopes;
  private volatile boolean stopped;

  /** The request that it serves; null if it serves none, has stopped, or nobody told. */
  private volatile @Nullable Object carrier;

  private static final class OpenScope {

    final Thread thread;
    final Scope scope;
    final @Nullable OpenScope next;

    OpenScope(Thread thread, Scope scope, @Nullable OpenScope next) {
      this.thread = thread;
      this.scope = scope;
      this.next = next;
    }
  }

  private ObservedSpan(
      Span span, boolean adopted, ServerRequest request, KeyValues known, Context context) {
    this.span = span;
    this.adopted = adopted;
    this.request = request;
    this.known = known;
    this.context = context;
  }

  /** A span that the observation began, with attributes that it has already. */
  static ObservedSpan begun(Context parent, Span span, KeyValues known) {
    return new ObservedSpan(span, false, ServerRequest.none(), known, parent.with(span));
  }

  /** The span that a context has, of a request that others have begun. */
  static ObservedSpan adopted(Context current) {
    return new ObservedSpan(
        Arrival.span(current), true, ServerRequest.of(current), KeyValues.empty(), current);
  }

  /** That of an observation, null if it has none. */
  static @Nullable ObservedSpan of(Observation.ContextView context) {
    return context.get(ObservedSpan.class);
  }

  /** What stands for an observation that is none, in whose scopes nothing is current. */
  static ObservedSpan none(Observation.Context context) {
    ObservedSpan none =
        new ObservedSpan(
            Span.getInvalid(), true, ServerRequest.none(), KeyValues.empty(), Context.root());
    none.storeIn(context);
    return none;
  }

  void storeIn(Observation.Context observation) {
    observation.put(ObservedSpan.class, this);
  }

  /** What the span of an observation is called for now. */
  static String nameOf(Observation.Context observation) {
    String name = observation.getContextualName();
    if (name == null || name.isBlank()) {
      name = observation.getName();
    }
    return name == null ? "" : name;
  }

  /**
   * Whether a context is that of a request that is still open, and was observed like a given one,
   * but is not that: who works for it has left it on the thread. Of a request that others wrap on
   * its way inside, what is observed there is of another class.
   */
  @SuppressWarnings("ReferenceEquality") // Requests are told apart by what they are.
  static boolean isOfAnother(Context current, @Nullable Object given) {
    if (given == null || !(ServerRequest.of(current) instanceof ObservedSpan left)) {
      return false;
    }
    Object own = left.carrier;
    return own != null && own != given && own.getClass() == given.getClass();
  }

  /** Tells whoever instruments the same request further inside that it has its span. */
  ObservedSpan asServerRequest(@Nullable Object served) {
    carrier = served;
    context = context.with(this);
    return this;
  }

  /** Whether the span is somebody else's, who ends and measures it. */
  boolean isAdopted() {
    return adopted;
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public boolean isObserved() {
    return !stopped;
  }

  @Override
  public void route(String template) {
    span.setAttribute(ROUTE, template);
  }

  @Override
  public void fail(Throwable error) {
    if (failure == error) {
      return;
    }
    failure = error;
    if (request.isObserved()) {
      request.fail(error);
    } else {
      span.recordException(error);
      span.setAttribute(ERROR_TYPE, error.getClass().getName());
      span.setStatus(StatusCode.ERROR);
    }
  }

  void event(Observation.Event event) {
    long millis = event.getWallTime();
    if (millis == 0) {
      span.addEvent(event.getContextualName());
    } else {
      span.addEvent(event.getContextualName(), millis, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Makes the context current on this thread; one that has the span already stays, since it may
   * hold more.
   */
  @SuppressWarnings({"MustBeClosedChecker", "ReferenceEquality"}) // closeScope() closes it.
  void openScope() {
    Context current = Context.current();
    boolean within = span.getSpanContext().isValid() && Span.fromContext(current) == span;
    Scope scope = (within ? current : context).makeCurrent();
    OpenScope head;
    do {
      head = scopes;
    } while (!SCOPES.compareAndSet(this, head, new OpenScope(Thread.currentThread(), scope, head)));
  }

  /** Closes the scope that this thread opened last; false if there is none. */
  boolean closeScope() {
    OpenScope head;
    OpenScope own;
    do {
      head = scopes;
      own = newestOf(Thread.currentThread(), head);
      if (own == null) {
        return false;
      }
    } while (!SCOPES.compareAndSet(this, head, without(own, head)));
    own.scope.close();
    return true;
  }

  private static @Nullable OpenScope newestOf(Thread thread, @Nullable OpenScope head) {
    OpenScope each = head;
    while (each != null && each.thread != thread) {
      each = each.next;
    }
    return each;
  }

  /** The list without one of its nodes. */
  private static @Nullable OpenScope without(OpenScope gone, @Nullable OpenScope head) {
    if (head == null || head == gone) {
      return gone.next;
    }
    return new OpenScope(head.thread, head.scope, without(gone, head.next));
  }

  /** Tells the span what has become of the observation, and ends it if it is its own. */
  void stop(Observation.Context observation) {
    for (KeyValue value : observation.getAllKeyValues()) {
      if (!isKnown(value)) {
        span.setAttribute(value.getKey(), value.getValue());
      }
    }
    Throwable error = observation.getError();
    if (error != null) {
      fail(error);
    }
    if (adopted) {
      tellRoute(observation);
      return;
    }
    stopped = true;
    carrier = null; // Whoever keeps the context keeps no request alive.
    span.updateName(nameOf(observation));
    String peer = peerOf(observation);
    if (peer != null) {
      span.setAttribute(PEER_SERVICE, peer);
    }
    span.end();
  }

  private boolean isKnown(KeyValue value) {
    for (KeyValue each : known) {
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Spring's conventions call the route {@code uri}; what is none has no slash in front, and what
   * takes all paths tells none. The filter of the server knows where the application itself is, and
   * the handler knows best.
   */
  private void tellRoute(Observation.Context observation) {
    KeyValue route = observation.getLowCardinalityKeyValue(ROUTE);
    if (route == null) {
      route = observation.getLowCardinalityKeyValue(URI);
    }
    if (route == null || !route.getValue().startsWith("/") || route.getValue().startsWith("/**")) {
      return;
    }
    if (request.isObserved()) {
      request.defaultRoute(route.getValue());
      return;
    }
    span.setAttribute(ROUTE, route.getValue());
    KeyValue method = observation.getLowCardinalityKeyValue(METHOD);
    if (method != null) {
      span.updateName(method.getValue() + ' ' + route.getValue());
    }
  }

  private static @Nullable String peerOf(Observation.Context observation) {
    if (observation instanceof SenderContext<?> sender) {
      return sender.getRemoteServiceName();
    }
    return observation instanceof ReceiverContext<?> receiver
        ? receiver.getRemoteServiceName()
        : null;
  }
}
