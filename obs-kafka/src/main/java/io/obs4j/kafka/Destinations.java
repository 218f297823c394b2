package io.obs4j.kafka;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The topics that a client operates on. Safe for use by any thread. */
final class Destinations {

  /** Of how many topics something is kept; those beyond are described anew each time. */
  private static final int LIMIT = 1_000;

  private final MessagingOperation operation;
  private final ClientFacts client;
  private final Destination several;
  private final Map<String, Destination> byTopic = new ConcurrentHashMap<>();

  Destinations(MessagingOperation operation, ClientFacts client) {
    this.operation = operation;
    this.client = client;
    this.several = describe(null);
  }

  /** What is not told apart by topic: it is about several, or about none that is known. */
  Destination several() {
    return several;
  }

  Destination of(String topic) {
    Destination known = byTopic.get(topic);
    if (known == null) {
      known = describe(topic);
      if (byTopic.size() < LIMIT) {
        byTopic.put(topic, known);
      }
    }
    return known;
  }

  private Destination describe(@Nullable String topic) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(MessagingAttributes.SYSTEM, MessagingAttributes.KAFKA)
            .put(MessagingAttributes.OPERATION_NAME, operation.label);
    if (topic != null) {
      attributes.put(MessagingAttributes.DESTINATION, topic);
    }
    String group = client.group();
    if (group != null) {
      attributes.put(MessagingAttributes.GROUP, group);
    }
    String host = client.host();
    if (host != null) {
      attributes.put(MessagingAttributes.SERVER_ADDRESS, host);
      attributes.put(MessagingAttributes.SERVER_PORT, (long) client.port());
    }
    return new Destination(
        topic == null ? operation.label : operation.label + ' ' + topic, attributes.build());
  }
}
