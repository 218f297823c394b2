package io.obs4j.http;

import io.obs4j.core.Clock;
import io.obs4j.core.internal.request.Arrival;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

/** Begins requests and ends them: makes their spans and records their metrics. */
final class ServerObserver {

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

  /** Begins a request of a route, which may be that of none. */
  ObservedRequest begin(ServerExchange exchange, Route route) {
    long start = clock.nanoTime();
    RequestFacts facts = RequestFacts.of(exchange);
    Context current = Context.current();
    Context caller = propagator.extract(current, exchange, RequestHeaders.INSTANCE);
    if (Arrival.isServed(current, caller)) {
      Span outer = Arrival.span(current);
      ObservedRequest request =
          new ObservedRequest(
              this, exchange, facts, Routes.NONE, /* foreign= */ true, outer, current, start);
      String template = route.template();
      if (template != null) {
        request.defaultRoute(template);
      }
      return request;
    }
    if (Arrival.isLeftOver(current)) {
      caller = propagator.extract(Context.root(), exchange, RequestHeaders.INSTANCE);
    }
    Span span = start(exchange, facts, route, caller);
    Context context = caller.with(span);
    metrics.begin(facts.method(), facts.secure(), context);
    return new ObservedRequest(
        this, exchange, facts, route, /* foreign= */ false, span, context, start);
  }

  private Span start(ServerExchange exchange, RequestFacts facts, Route route, Context caller) {
    SpanBuilder span =
        tracer
            .spanBuilder(route.endpoint(facts.method()).spanName())
            .setParent(caller)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(HttpAttributes.METHOD, HttpMethods.attribute(facts.method()))
            .setAttribute(HttpAttributes.URL_SCHEME, facts.scheme())
            .setAttribute(HttpAttributes.URL_PATH, facts.path());
    if (HttpMethods.isOther(facts.method())) {
      span.setAttribute(HttpAttributes.METHOD_ORIGINAL, exchange.method());
    }
    String query = exchange.query();
    if (query != null) {
      span.setAttribute(HttpAttributes.URL_QUERY, redaction.query(query));
    }
    String host = exchange.host();
    if (host != null) {
      HostHeader.describe(span, host, facts.secure());
    }
    if (route.template() != null) {
      span.setAttribute(HttpAttributes.ROUTE, route.template());
    }
    if (facts.version() != null) {
      span.setAttribute(HttpAttributes.PROTOCOL_VERSION, facts.version());
    }
    if (facts.client() != null) {
      span.setAttribute(HttpAttributes.CLIENT_ADDRESS, facts.client());
      span.setAttribute(HttpAttributes.PEER_ADDRESS, facts.client());
      span.setAttribute(HttpAttributes.PEER_PORT, exchange.peerPort());
    }
    String userAgent = exchange.requestHeader("User-agent");
    if (userAgent != null) {
      span.setAttribute(HttpAttributes.USER_AGENT, userAgent);
    }
    if (!requestHeaders.isEmpty()) {
      requestHeaders.capture(exchange::requestHeaders, span::setAttribute);
    }
    return span.startSpan();
  }

  /** Ends a request; called once, by the thread that finds it complete. */
  @SuppressWarnings("try") // A scope is opened to be closed.
  void ended(ObservedRequest request, ServerExchange exchange, long startNanos) {
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
              .answered(facts.scheme(), facts.version(), exchange.status(), errorType),
          nanos,
          exchange.requestBytes(),
          exchange.responseBytes(),
          request.context());
      if (!responseHeaders.isEmpty()) {
        responseHeaders.capture(exchange::responseHeaders, request.span()::setAttribute);
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
