package io.obs4j.kafka;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Collects what a batch of records has in common, and a link to where each comes from. */
final class MessageLinks {

  private final Messaging messaging;
  private @Nullable ConsumerRecord<?, ?> first;
  private boolean oneTopic = true;
  private boolean onePartition = true;
  private int count;

  MessageLinks(Messaging messaging) {
    this.messaging = messaging;
  }

  /** Looks at all records before there is a span. */
  void look(Iterable<? extends ConsumerRecord<?, ?>> records) {
    for (ConsumerRecord<?, ?> record : records) {
      count++;
      if (first == null) {
        first = record;
      }
      oneTopic &= record.topic().equals(first.topic());
      onePartition &= oneTopic && record.partition() == first.partition();
    }
  }

  /** The topic of all of them, or what stands for several. */
  Destination destination(Destinations destinations) {
    return first != null && oneTopic ? destinations.of(first.topic()) : destinations.several();
  }

  /** Describes the batch, and links each record that carries a context. */
  void describe(SpanBuilder span, Iterable<? extends ConsumerRecord<?, ?>> records) {
    span.setAttribute(MessagingAttributes.BATCH_COUNT, (long) count);
    if (first != null && onePartition) {
      span.setAttribute(MessagingAttributes.PARTITION, Integer.toString(first.partition()));
    }
    for (ConsumerRecord<?, ?> record : records) {
      SpanContext creation = creationOf(messaging, record);
      if (creation.isValid()) {
        span.addLink(creation, attributes(record));
      }
    }
  }

  private Attributes attributes(ConsumerRecord<?, ?> record) {
    AttributesBuilder attributes =
        Attributes.builder().put(MessagingAttributes.OFFSET, record.offset());
    if (!oneTopic) {
      attributes.put(MessagingAttributes.DESTINATION, record.topic());
    }
    if (!onePartition) {
      attributes.put(MessagingAttributes.PARTITION, Integer.toString(record.partition()));
    }
    return attributes.build();
  }

  private static SpanContext creationOf(Messaging messaging, ConsumerRecord<?, ?> record) {
    Context context =
        messaging
            .propagator()
            .extract(Context.root(), record.headers(), RecordHeadersGetter.INSTANCE);
    return Span.fromContext(context).getSpanContext();
  }
}
