package io.obs4j.consumer.quarkus;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** A span for each request, current until its response has been sent. */
@Singleton
class ServerSpans {

  private static final int BEFORE_ALL_OTHERS = 1_000;
  private static final int LEAST_ERROR = 500;

  @Inject OpenTelemetry telemetry;

  private enum Headers implements TextMapGetter<HttpServerRequest> {
    INSTANCE;

    @Override
    public Iterable<String> keys(HttpServerRequest request) {
      return request.headers().names();
    }

    @Override
    public String get(HttpServerRequest request, String name) {
      return request.getHeader(name);
    }
  }

  void register(@Observes Filters filters) {
    Tracer tracer = telemetry.getTracer("orders");
    filters.register(routing -> serve(tracer, routing), BEFORE_ALL_OTHERS);
  }

  private void serve(Tracer tracer, RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Context caller =
        telemetry
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), request, Headers.INSTANCE);
    Span span =
        tracer
            .spanBuilder(request.method().name())
            .setParent(caller)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", request.method().name())
            .setAttribute("url.path", request.path())
            .startSpan();
    Scope scope = caller.with(span).makeCurrent();
    routing.addEndHandler(
        sent -> {
          int status = routing.response().getStatusCode();
          span.setAttribute("http.response.status_code", status);
          if (status >= LEAST_ERROR || sent.failed()) {
            span.setStatus(StatusCode.ERROR);
          }
          scope.close();
          span.end();
        });
    routing.next();
  }
}
