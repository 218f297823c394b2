package io.obs4j.http;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request with the headers that carry a context. The JDK's own way to copy a request gives one
 * without a body a body of no bytes, which is another request. Immutable.
 */
final class CarryingRequest extends HttpRequest {

  private final HttpRequest request;
  private final HttpHeaders headers;

  private CarryingRequest(HttpRequest request, HttpHeaders headers) {
    this.request = request;
    this.headers = headers;
  }

  static HttpRequest of(HttpRequest request, Context context, TextMapPropagator propagator) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers().map());
    propagator.inject(
        context,
        headers,
        (carrier, name, value) -> {
          if (carrier != null) {
            carrier.put(name, List.of(value));
          }
        });
    return new CarryingRequest(request, HttpHeaders.of(headers, (name, value) -> true));
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return request.bodyPublisher();
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public Optional<Duration> timeout() {
    return request.timeout();
  }

  @Override
  public boolean expectContinue() {
    return request.expectContinue();
  }

  @Override
  public URI uri() {
    return request.uri();
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return request.version();
  }
}
