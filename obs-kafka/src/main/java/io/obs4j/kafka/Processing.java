package io.obs4j.kafka;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer does with a message or a batch, from {@link ConsumerGroup#start} to its close.
 * Its span is current on the thread that started it, which closes it. After the close nothing has
 * an effect, and nothing here throws.
 */
public final class Processing implements AutoCloseable {

  private final Messaging messaging;
  private final Destination destination;
  private final Span span;
  private final Context context;
  private final Scope scope;
  private final long startNanos;
  private @Nullable Throwable failure;
  private boolean ended;

  @SuppressWarnings("MustBeClosedChecker") // close() closes it.
  Processing(Messaging messaging, Destination destination, Span span, Context parent) {
    this.messaging = messaging;
    this.destination = destination;
    this.span = span;
    this.context = parent.with(span);
    this.startNanos = messaging.clock().nanoTime();
    this.scope = context.makeCurrent();
  }

  /**
   * The span of the processing.
   *
   * @return OpenTelemetry's own type
   */
  public Span span() {
    return span;
  }

  /**
   * Tells what the processing failed with; the first one counts.
   *
   * @param exception that was thrown
   */
  public void fail(Throwable exception) {
    if (failure == null && !ended) {
      failure = exception;
    }
  }

  /** Makes current again what was current before, ends the span and measures it. Idempotent. */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    scope.close();
    Attributes attributes = destination.attributes();
    Throwable failed = failure;
    if (failed != null) {
      String errorType = failed.getClass().getName();
      attributes = destination.failed(errorType);
      span.recordException(failed);
      span.setAttribute(MessagingAttributes.ERROR_TYPE, errorType);
      span.setStatus(StatusCode.ERROR);
    }
    messaging.measureProcessing(messaging.clock().nanoTime() - startNanos, attributes, context);
    span.end();
  }
}
