package io.obs4j.http;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One request to another service, with all that the client does for it. Ended by one thread. */
final class ClientCall {

  private static final int LEAST_ERROR = 400;
  private static final int LEAST_STATUS = 100;

  private final ClientObserver observer;
  private final HttpRequest request;
  private final int method;
  private final int port;
  private final @Nullable String template;
  private final Span span;
  private final Context context;
  private final long startNanos;
  private int status;
  private @Nullable String version;
  private @Nullable String errorType;

  ClientCall(
      ClientObserver observer,
      HttpRequest request,
      int method,
      int port,
      @Nullable String template,
      Span span,
      Context context,
      long startNanos) {
    this.observer = observer;
    this.request = request;
    this.method = method;
    this.port = port;
    this.template = template;
    this.span = span;
    this.context = context;
    this.startNanos = startNanos;
  }

  /** What is to be sent in place of the request that was given. */
  HttpRequest request() {
    return request;
  }

  /** The context of the call, which holds its span. */
  Context context() {
    return context;
  }

  /**
   * Ends the call.
   *
   * @param response null if there is none
   * @param failure why not, or null
   */
  void ended(@Nullable HttpResponse<?> response, @Nullable Throwable failure) {
    if (response != null) {
      answered(response);
    } else if (failure != null) {
      failed(
          failure instanceof CompletionException e && e.getCause() != null
              ? e.getCause()
              : failure);
    }
    observer.measure(this, observer.clock().nanoTime() - startNanos);
    if (version != null) {
      span.setAttribute(HttpAttributes.PROTOCOL_VERSION, version);
    }
    if (errorType != null) {
      span.setAttribute(HttpAttributes.ERROR_TYPE, errorType);
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private void answered(HttpResponse<?> response) {
    status = response.statusCode();
    version = Protocol.version(response.version());
    if (status >= LEAST_ERROR || status < LEAST_STATUS) {
      errorType = Integer.toString(status);
    }
    span.setAttribute(HttpAttributes.STATUS, status);
    int resent = resent(response);
    if (resent > 0) {
      span.setAttribute(HttpAttributes.RESEND_COUNT, resent);
    }
    observer.describe(response, span);
  }

  /** How often the client sent it again: for redirections, and with credentials. */
  private static int resent(HttpResponse<?> response) {
    int count = 0;
    Optional<? extends HttpResponse<?>> previous = response.previousResponse();
    while (previous.isPresent()) {
      count++;
      previous = previous.get().previousResponse();
    }
    return count;
  }

  private void failed(Throwable failure) {
    errorType = failure.getClass().getName();
    span.recordException(failure);
  }

  /** What its metrics are told apart by. */
  Attributes attributes() {
    AttributesBuilder attributes =
        Attributes.builder().put(HttpAttributes.METHOD_KEY, HttpMethods.attribute(method));
    String host = request.uri().getHost();
    if (host != null) {
      attributes.put(HttpAttributes.SERVER_ADDRESS_KEY, HostHeader.address(host));
      attributes.put(HttpAttributes.SERVER_PORT_KEY, port);
    }
    if (template != null) {
      attributes.put(HttpAttributes.URL_TEMPLATE_KEY, template);
    }
    HttpAttributes.addAnswer(attributes, version, status, errorType);
    return attributes.build();
  }
}
