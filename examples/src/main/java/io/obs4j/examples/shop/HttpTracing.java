package io.obs4j.examples.shop;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spans on both ends of a request, by the OpenTelemetry semantic conventions for HTTP, and their
 * context in the headers in between.
 */
final class HttpTracing {

  /** Stands for a method that is not known, as the conventions say. */
  static final String OTHER_METHOD = "_OTHER";

  private static final String SCOPE = "io.obs4j.examples.shop.http";

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  HttpTracing(OpenTelemetry telemetry) {
    tracer = telemetry.getTracer(SCOPE);
    propagator = telemetry.getPropagators().getTextMapPropagator();
  }

  /**
   * Makes the answer to a request within a server span, a child of the caller's.
   *
   * @param method the method if it is known, else {@link #OTHER_METHOD}
   * @param route the path if there is one such, else null
   */
  @SuppressWarnings("try") // A scope is opened to be closed.
  Reply serve(HttpExchange exchange, String method, @Nullable String route, Supplier<Reply> work) {
    Context caller =
        propagator.extract(
            Context.current(), exchange.getRequestHeaders(), RequestHeaders.INSTANCE);
    SpanBuilder request =
        tracer
            .spanBuilder(name(method, route))
            .setParent(caller)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", method)
            .setAttribute("url.scheme", "http")
            .setAttribute("url.path", exchange.getRequestURI().getPath())
            .setAttribute("server.port", exchange.getLocalAddress().getPort());
    if (route != null) {
      request.setAttribute("http.route", route);
    }
    Span span = request.startSpan();
    try (Scope scope = caller.with(span).makeCurrent()) {
      Reply reply = work.get();
      answered(span, reply.status(), Reply.FAILED);
      return reply;
    } finally {
      span.end();
    }
  }

  /** One of few, whatever is asked for. */
  private static String name(String method, @Nullable String route) {
    String verb = method.equals(OTHER_METHOD) ? "HTTP" : method;
    return route == null ? verb : verb + ' ' + route;
  }

  /**
   * Sends a request within a client span.
   *
   * @param exchange sends it and gives the status of the answer
   * @throws IOException what the exchange threw, which is recorded
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  @SuppressWarnings("try") // A scope is opened to be closed.
  int call(URI address, HttpRequest.Builder request, Exchange exchange)
      throws IOException, InterruptedException {
    Span span =
        tracer
            .spanBuilder("POST")
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("http.request.method", "POST")
            .setAttribute("url.full", address.toString())
            .setAttribute("server.address", address.getHost())
            .setAttribute("server.port", address.getPort())
            .startSpan();
    try (Scope scope = span.makeCurrent()) {
      propagator.inject(Context.current(), request, HttpRequest.Builder::setHeader);
      int status = exchange.send(request.build());
      answered(span, status, Reply.BAD_REQUEST);
      return status;
    } catch (Throwable e) {
      span.recordException(e);
      span.setAttribute("error.type", e.getClass().getName());
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }

  /** A server is to blame from 500 on, what a client sees is an error from 400 on. */
  private static void answered(Span span, int status, int leastError) {
    span.setAttribute("http.response.status_code", status);
    if (status >= leastError) {
      span.setAttribute("error.type", Integer.toString(status));
      span.setStatus(StatusCode.ERROR);
    }
  }

  /** Reads the headers of a request that came in. */
  private enum RequestHeaders implements TextMapGetter<Headers> {
    INSTANCE;

    @Override
    @SuppressWarnings("deprecation") // but still to be implemented
    public Iterable<String> keys(Headers headers) {
      return headers.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Headers headers, String name) {
      return headers == null ? null : headers.getFirst(name);
    }

    @Override
    public Iterator<String> getAll(@Nullable Headers headers, String name) {
      List<String> values = headers == null ? null : headers.get(name);
      return values == null ? Collections.emptyIterator() : values.iterator();
    }
  }

  /** Sends one request. */
  @FunctionalInterface
  interface Exchange {

    /** The status of the answer. */
    int send(HttpRequest request) throws IOException, InterruptedException;
  }
}
