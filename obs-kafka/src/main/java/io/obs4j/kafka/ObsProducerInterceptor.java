package io.obs4j.kafka;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Gives each message that a producer sends a span, and its context to the headers of the message.
 * Kafka makes it, by its name in {@code interceptor.classes}: see {@link
 * KafkaTelemetry#producerConfig()}.
 *
 * <p>The span ends when the broker has acknowledged the message or the producer has given up, which
 * interceptors of kafka-clients from 4.1 on are told of. With older ones it ends when the message
 * is handed to the producer, and how long that takes is not measured.
 *
 * <p>Safe for use by any thread.
 *
 * @param <K> of the keys
 * @param <V> of the values
 */
public final class ObsProducerInterceptor<K, V> implements ProducerInterceptor<K, V> {

  private static final boolean ACKNOWLEDGED_WITH_HEADERS = acknowledgedWithHeaders();

  private Messaging messaging = KafkaTelemetry.NOOP;
  private Destinations destinations =
      new Destinations(MessagingOperation.SEND, ClientFacts.UNKNOWN);
  private ClientFacts client = ClientFacts.UNKNOWN;

  /** One that records nothing until it is configured. */
  public ObsProducerInterceptor() {}

  /** Whether this version of Kafka tells an interceptor which message was acknowledged. */
  private static boolean acknowledgedWithHeaders() {
    try {
      MethodHandles.publicLookup()
          .findVirtual(
              ProducerInterceptor.class,
              "onAcknowledgement",
              MethodType.methodType(
                  void.class, RecordMetadata.class, Exception.class, Headers.class));
      return true;
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return false;
    }
  }

  /**
   * Takes over what the producer was configured with.
   *
   * @param configuration the producer's
   */
  @Override
  public void configure(Map<String, ?> configuration) {
    messaging = KafkaTelemetry.messagingOf(configuration);
    client = ClientFacts.of(configuration);
    destinations = new Destinations(MessagingOperation.SEND, client);
  }

  @Override
  public ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
    Destination destination = destinations.of(record.topic());
    Context parent = Context.current();
    long start = messaging.clock().nanoTime();
    SpanBuilder builder = messaging.span(MessagingOperation.SEND, destination, parent);
    messaging.describe(builder, record.key(), record.value());
    if (client.clientId() != null) {
      builder.setAttribute(MessagingAttributes.CLIENT_ID, client.clientId());
    }
    if (record.partition() != null) {
      builder.setAttribute(MessagingAttributes.PARTITION, record.partition().toString());
    }
    Span span = builder.startSpan();
    PendingSend send = new PendingSend(messaging, destination, span, parent.with(span), start);
    ProducerRecord<K, V> carrying = record;
    boolean carried;
    try {
      carried = send.inject(record.headers());
    } catch (IllegalStateException e) {
      // It was sent before, and its headers are those of that message.
      carrying = copyOf(record);
      carried = send.inject(carrying.headers());
    }
    if (!carried || !ACKNOWLEDGED_WITH_HEADERS) {
      send.handedOver();
    }
    return carrying;
  }

  private static <K, V> ProducerRecord<K, V> copyOf(ProducerRecord<K, V> record) {
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  @Override
  public void onAcknowledgement(
      @Nullable RecordMetadata metadata, @Nullable Exception exception, Headers headers) {
    PendingSend send = PendingSend.of(headers);
    if (send == null) {
      onAcknowledgement(metadata, exception);
    } else {
      send.acknowledged(metadata, exception);
    }
  }

  @Override
  public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
    Destination destination =
        metadata == null ? destinations.several() : destinations.of(metadata.topic());
    messaging.countSent(
        exception == null
            ? destination.attributes()
            : destination.failed(exception.getClass().getName()),
        Context.root());
  }

  /** Does nothing. */
  @Override
  public void close() {}
}
