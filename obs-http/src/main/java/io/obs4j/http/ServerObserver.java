package io.obs4j.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.obs4j.core.Clock;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Begins requests and ends them: makes their spans and records their metrics. */
final class ServerObserver {

  private static final String ANY_PATH = "/";

  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final ServerMetrics metrics;
  private final Clock clock;
  private final Redaction redaction;
  private final HeaderCapture requestHeaders;
  private final HeaderCapture responseHeaders;
  private final @Nullable AccessLines accessLines;
  private final Routes routes = new Routes();

  ServerObserver(
      Tracer tracer,
      TextMapPropagator propagator,
      ServerMetrics metrics,
      Clock clock,
      Redaction redaction,
      HeaderCapture requestHeaders,
      HeaderCapture responseHeaders,
      @Nullable AccessLines accessLines) {
    this.tracer = tracer;
    this.propagator = propagator;
    this.metrics = metrics;
    this.clock = clock;
    this.redaction = redaction;
    this.requestHeaders = requestHeaders;
    this.responseHeaders = responseHeaders;
    this.accessLines = accessLines;
  }

  Routes routes() {
    return routes;
  }

  /**
   * Begins a request.
   *
   * @param given the route of the filter, null to take the path of the exchange's context
   */
  ObservedRequest begin(HttpExchange exchange, @Nullable Route given) {
    long start = clock.nanoTime();
    InetSocketAddress peer = exchange.getRemoteAddress();
    RequestFacts facts = RequestFacts.of(exchange, addressOf(peer));
    Route route = given == null ? routeOf(exchange, facts.path()) : given;
    Context current = Context.current();
    Span outer = Span.fromContext(current);
    if (servesAlready(outer)) {
      ObservedRequest request =
          new ObservedRequest(
              this, exchange, facts, route, /* foreign= */ true, outer, current, start);
      String template = route.template();
      if (template != null) {
        request.route(template);
      }
      return request;
    }
    Context caller =
        propagator.extract(current, exchange.getRequestHeaders(), RequestHeaders.INSTANCE);
    Span span = start(exchange, facts, route, peer, caller);
    Context context = caller.with(span);
    metrics.begin(facts.method(), facts.secure(), context);
    return new ObservedRequest(
        this, exchange, facts, route, /* foreign= */ false, span, context, start);
  }

  /**
   * Whether a span is that of a request which is being served. Nothing but an instrumentation makes
   * a span current on a thread of the server before the first filter, and a span of this process is
   * not the caller's. What kind it is of can be asked of our own recorded spans alone.
   */
  private static boolean servesAlready(Span span) {
    SpanContext ids = span.getSpanContext();
    return ids.isValid()
        && !ids.isRemote()
        && !(span instanceof SpanRecord recorded && recorded.kind() != SpanKind.SERVER);
  }

  /** The path of a context says which requests it takes; that of the root takes all. */
  private Route routeOf(HttpExchange exchange, String path) {
    String prefix = exchange.getHttpContext().getPath();
    return prefix.equals(ANY_PATH) && !path.equals(ANY_PATH) ? Routes.NONE : routes.of(prefix);
  }

  private static @Nullable String addressOf(@Nullable InetSocketAddress peer) {
    InetAddress address = peer == null ? null : peer.getAddress();
    return address == null ? null : address.getHostAddress();
  }

  private Span start(
      HttpExchange exchange,
      RequestFacts facts,
      Route route,
      @Nullable InetSocketAddress peer,
      Context caller) {
    Headers headers = exchange.getRequestHeaders();
    SpanBuilder span =
        tracer
            .spanBuilder(route.endpoint(facts.method()).spanName())
            .setParent(caller)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(HttpAttributes.METHOD, HttpMethods.attribute(facts.method()))
            .setAttribute(HttpAttributes.URL_SCHEME, facts.scheme())
            .setAttribute(HttpAttributes.URL_PATH, facts.path());
    if (HttpMethods.isOther(facts.method())) {
      span.setAttribute(HttpAttributes.METHOD_ORIGINAL, exchange.getRequestMethod());
    }
    describeUrl(span, exchange.getRequestURI(), headers.getFirst("Host"), facts.secure());
    if (route.template() != null) {
      span.setAttribute(HttpAttributes.ROUTE, route.template());
    }
    if (facts.version() != null) {
      span.setAttribute(HttpAttributes.PROTOCOL_VERSION, facts.version());
    }
    if (peer != null && facts.client() != null) {
      span.setAttribute(HttpAttributes.CLIENT_ADDRESS, facts.client());
      span.setAttribute(HttpAttributes.PEER_ADDRESS, facts.client());
      span.setAttribute(HttpAttributes.PEER_PORT, peer.getPort());
    }
    String userAgent = headers.getFirst("User-agent");
    if (userAgent != null) {
      span.setAttribute(HttpAttributes.USER_AGENT, userAgent);
    }
    if (!requestHeaders.isEmpty()) {
      requestHeaders.capture(headers::get, span::setAttribute);
    }
    return span.startSpan();
  }

  private void describeUrl(SpanBuilder span, URI uri, @Nullable String host, boolean secure) {
    String query = uri.getRawQuery();
    if (query != null) {
      span.setAttribute(HttpAttributes.URL_QUERY, redaction.query(query));
    }
    if (host != null) {
      HostHeader.describe(span, host, secure);
    }
  }

  /** Ends a request; called once, by the thread that finds it complete. */
  @SuppressWarnings("try") // A scope is opened to be closed.
  void ended(ObservedRequest request, HttpExchange exchange, long startNanos) {
    long nanos = clock.nanoTime() - startNanos;
    String errorType = request.errorType();
    RequestFacts facts = request.facts();
    if (!request.isForeign()) {
      metrics.end(
          facts.method(),
          facts.secure(),
          request
              .route()
              .endpoint(facts.method())
              .answered(facts.scheme(), facts.version(), request.status(), errorType),
          nanos,
          request.requestBytes(),
          request.responseBytes(),
          request.context());
      if (!responseHeaders.isEmpty()) {
        responseHeaders.capture(exchange.getResponseHeaders()::get, request.span()::setAttribute);
      }
    }
    if (accessLines != null) {
      try (Scope current = request.context().makeCurrent()) {
        accessLines.log(request, exchange, nanos);
      }
    }
    if (!request.isForeign()) {
      request.endSpan(errorType);
    }
  }
}
