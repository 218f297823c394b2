package io.obs4j.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.IOException;

/** Makes a server span of its own, as an agent does. */
final class PlantedInstrumentation extends Filter {

  private final Tracer tracer;

  PlantedInstrumentation(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public String description() {
    return "planted";
  }

  @Override
  @SuppressWarnings("try") // A scope is opened to be closed.
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Span span = tracer.spanBuilder("GET").setSpanKind(SpanKind.SERVER).setNoParent().startSpan();
    try (Scope scope = span.makeCurrent()) {
      chain.doFilter(exchange);
    } finally {
      span.end();
    }
  }
}
