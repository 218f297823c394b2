package io.obs4j.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the broker. The headers that carry its context lead back to it, so that
 * whoever is told that the broker has it finds its span: nothing is looked up, and what is never
 * acknowledged is held by nobody. Begun by the thread that sends, ended by that of the producer.
 */
final class PendingSend implements TextMapSetter<Headers> {

  private final Messaging messaging;
  private final Destination destination;
  private final Span span;
  private final Context context;
  private final long startNanos;
  private boolean carried;

  PendingSend(
      Messaging messaging, Destination destination, Span span, Context context, long startNanos) {
    this.messaging = messaging;
    this.destination = destination;
    this.span = span;
    this.context = context;
    this.startNanos = startNanos;
  }

  /** A header as the broker gets it, which knows in this process whose it is. */
  private static final class CarryingHeader implements Header {

    private final String key;
    private final byte[] value;
    private final PendingSend send;

    CarryingHeader(String key, byte[] value, PendingSend send) {
      this.key = key;
      this.value = value;
      this.send = send;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public byte[] value() {
      return value;
    }
  }

  /** The message that the headers were sent with, null if they carry no context of ours. */
  static @Nullable PendingSend of(Headers headers) {
    for (Header header : headers) {
      if (header instanceof CarryingHeader carrying) {
        return carrying.send;
      }
    }
    return null;
  }

  /**
   * Puts the context into headers, in place of any that they carry.
   *
   * @return false if there is nothing to carry
   * @throws IllegalStateException if they belong to a message that was sent before
   */
  boolean inject(Headers headers) {
    for (String field : messaging.propagated()) {
      headers.remove(field);
    }
    messaging.propagator().inject(context, headers, this);
    return carried;
  }

  @Override
  public void set(@Nullable Headers headers, String key, String value) {
    if (headers != null) {
      headers.remove(key);
      headers.add(new CarryingHeader(key, value.getBytes(UTF_8), this));
      carried = true;
    }
  }

  /** Ends the span of a message of which nothing more will be heard. */
  void handedOver() {
    span.end();
  }

  void acknowledged(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    Attributes attributes = destination.attributes();
    if (failure != null) {
      String errorType = failure.getClass().getName();
      attributes = destination.failed(errorType);
      span.recordException(failure);
      span.setAttribute(MessagingAttributes.ERROR_TYPE, errorType);
      span.setStatus(StatusCode.ERROR);
    }
    if (metadata != null && metadata.partition() >= 0) {
      span.setAttribute(MessagingAttributes.PARTITION, Integer.toString(metadata.partition()));
    }
    if (metadata != null && metadata.hasOffset()) {
      span.setAttribute(MessagingAttributes.OFFSET, metadata.offset());
    }
    messaging.countSent(attributes, context);
    messaging.measureOperation(messaging.clock().nanoTime() - startNanos, attributes, context);
    span.end();
  }
}
