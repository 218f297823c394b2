package io.obs4j.kafka;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts the messages that a consumer hands to its application, and gives each batch of them a span
 * with links to where they come from. Kafka makes it, by its name in {@code interceptor.classes}:
 * see {@link KafkaTelemetry#consumerConfig()}.
 *
 * <p>It sees what {@code poll} is about to return: neither how long that took nor what becomes of
 * the messages, which {@link ConsumerGroup} is for.
 *
 * @param <K> of the keys
 * @param <V> of the values
 */
public final class ObsConsumerInterceptor<K, V> implements ConsumerInterceptor<K, V> {

  private Messaging messaging = KafkaTelemetry.NOOP;
  private Destinations destinations =
      new Destinations(MessagingOperation.POLL, ClientFacts.UNKNOWN);
  private ClientFacts client = ClientFacts.UNKNOWN;

  /** One that records nothing until it is configured. */
  public ObsConsumerInterceptor() {}

  /**
   * Takes over what the consumer was configured with.
   *
   * @param configuration the consumer's
   */
  @Override
  public void configure(Map<String, ?> configuration) {
    messaging = KafkaTelemetry.messagingOf(configuration);
    client = ClientFacts.of(configuration);
    destinations = new Destinations(MessagingOperation.POLL, client);
  }

  @Override
  public ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records) {
    for (TopicPartition partition : records.partitions()) {
      messaging.countConsumed(
          records.records(partition).size(), destinations.of(partition.topic()).attributes());
    }
    if (messaging.receiveSpans()) {
      MessageLinks links = new MessageLinks(messaging);
      links.look(records);
      SpanBuilder span =
          messaging.span(
              MessagingOperation.POLL, links.destination(destinations), Context.current());
      if (client.clientId() != null) {
        span.setAttribute(MessagingAttributes.CLIENT_ID, client.clientId());
      }
      links.describe(span, records);
      span.startSpan().end();
    }
    return records;
  }

  /** Does nothing: what was committed is told, but not how long it took. */
  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  /** Does nothing. */
  @Override
  public void close() {}
}
