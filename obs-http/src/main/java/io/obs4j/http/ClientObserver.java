package io.obs4j.http;

import io.obs4j.core.Clock;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Begins calls to other services: makes their spans and records their metrics. */
final class ClientObserver {

  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final DoubleHistogram duration;
  private final Clock clock;
  private final Redaction redaction;
  private final HeaderCapture requestHeaders;
  private final HeaderCapture responseHeaders;

  ClientObserver(
      OpenTelemetry telemetry,
      Clock clock,
      Redaction redaction,
      HeaderCapture requestHeaders,
      HeaderCapture responseHeaders) {
    tracer = telemetry.getTracer(HttpServerTelemetry.SCOPE);
    propagator = telemetry.getPropagators().getTextMapPropagator();
    duration =
        telemetry
            .getMeter(HttpServerTelemetry.SCOPE)
            .histogramBuilder("http.client.request.duration")
            .setUnit("s")
            .setDescription("Duration of HTTP client requests.")
            .setExplicitBucketBoundariesAdvice(ServerMetrics.BOUNDS)
            .build();
    this.clock = clock;
    this.redaction = redaction;
    this.requestHeaders = requestHeaders;
    this.responseHeaders = responseHeaders;
  }

  Clock clock() {
    return clock;
  }

  /**
   * Begins a call.
   *
   * @param template of the URL, null if none was given
   */
  ClientCall begin(HttpRequest request, @Nullable String template) {
    Context parent = Context.current();
    URI uri = request.uri();
    int method = HttpMethods.indexOf(request.method());
    int port = port(uri);
    SpanBuilder builder =
        tracer
            .spanBuilder(HttpMethods.spanName(method, template))
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(HttpAttributes.METHOD, HttpMethods.attribute(method))
            .setAttribute(HttpAttributes.URL_FULL, redaction.url(uri));
    if (HttpMethods.isOther(method)) {
      builder.setAttribute(HttpAttributes.METHOD_ORIGINAL, request.method());
    }
    if (uri.getHost() != null) {
      builder.setAttribute(HttpAttributes.SERVER_ADDRESS, HostHeader.address(uri.getHost()));
      builder.setAttribute(HttpAttributes.SERVER_PORT, port);
    }
    if (template != null) {
      builder.setAttribute(HttpAttributes.URL_TEMPLATE, template);
    }
    if (!requestHeaders.isEmpty()) {
      requestHeaders.capture(request.headers()::allValues, builder::setAttribute);
    }
    long start = clock.nanoTime();
    Span span = builder.startSpan();
    Context context = parent.with(span);
    return new ClientCall(
        this,
        CarryingRequest.of(request, context, propagator),
        method,
        port,
        template,
        span,
        context,
        start);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : HostHeader.defaultPort(Protocol.HTTPS.equalsIgnoreCase(uri.getScheme()));
  }

  void describe(HttpResponse<?> response, Span span) {
    if (!responseHeaders.isEmpty()) {
      responseHeaders.capture(response.headers()::allValues, span::setAttribute);
    }
  }

  void measure(ClientCall call, long nanos) {
    duration.record(nanos / ServerMetrics.NANOS_PER_SECOND, call.attributes(), call.context());
  }
}
