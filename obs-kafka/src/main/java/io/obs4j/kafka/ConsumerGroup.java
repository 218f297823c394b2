package io.obs4j.kafka;

import io.obs4j.operation.Operation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Observes what a group of consumers does with its messages: a span of its own for each message or
 * batch, current while that is processed, and {@code messaging.process.duration}.
 *
 * <pre>{@code
 * ConsumerGroup billing = kafka.group("billing");
 * for (ConsumerRecord<String, Order> record : consumer.poll(timeout)) {
 *   billing.run(record, () -> bill(record.value()));
 * }
 * }</pre>
 *
 * <p>The span of a message is a child of the one that sent it, so that both are in one trace; where
 * another span is current already, it is a child of that and has a link to the sender's. A batch is
 * a child of the current span, with a link for each message. The baggage of a message is current
 * while it is processed on its own.
 *
 * <p>Safe for use by any thread: a message may be processed on another one than it was polled on.
 */
public final class ConsumerGroup {

  private final Messaging messaging;
  private final Destinations destinations;

  ConsumerGroup(Messaging messaging, String name) {
    this.messaging = messaging;
    this.destinations = new Destinations(MessagingOperation.PROCESS, ClientFacts.ofGroup(name));
  }

  /**
   * Begins to process a message, for who cannot hand over a task.
   *
   * @param record the message
   * @return to be closed by this thread
   */
  public Processing start(ConsumerRecord<?, ?> record) {
    Destination destination = destinations.of(record.topic());
    Context current = Context.current();
    Span ambient = Span.fromContext(current);
    Context creation =
        messaging.propagator().extract(current, record.headers(), RecordHeadersGetter.INSTANCE);
    boolean within = ambient.getSpanContext().isValid();
    Context parent = within ? creation.with(ambient) : creation;
    SpanBuilder span = messaging.span(MessagingOperation.PROCESS, destination, parent);
    if (within && Span.fromContext(creation) != ambient) {
      span.addLink(Span.fromContext(creation).getSpanContext());
    }
    messaging.describe(span, record.key(), record.value());
    span.setAttribute(MessagingAttributes.PARTITION, Integer.toString(record.partition()));
    span.setAttribute(MessagingAttributes.OFFSET, record.offset());
    return new Processing(messaging, destination, span.startSpan(), parent);
  }

  /**
   * Begins to process several messages at once.
   *
   * @param records such as a {@code ConsumerRecords} or a list, of one topic or several
   * @return to be closed by this thread
   */
  public Processing start(Iterable<? extends ConsumerRecord<?, ?>> records) {
    MessageLinks links = new MessageLinks(messaging);
    links.look(records);
    Destination destination = links.destination(destinations);
    Context parent = Context.current();
    SpanBuilder span = messaging.span(MessagingOperation.PROCESS, destination, parent);
    links.describe(span, records);
    return new Processing(messaging, destination, span.startSpan(), parent);
  }

  /**
   * Processes a message.
   *
   * @param record the message
   * @param action what is done with it; what escapes from it makes the span fail
   * @param <E> what it may throw
   * @throws E what the action threw
   */
  public <E extends Throwable> void run(ConsumerRecord<?, ?> record, Operation.Action<E> action)
      throws E {
    run(start(record), action);
  }

  /**
   * Processes several messages at once.
   *
   * @param records such as a {@code ConsumerRecords} or a list, of one topic or several
   * @param action what is done with them; what escapes from it makes the span fail
   * @param <E> what it may throw
   * @throws E what the action threw
   */
  public <E extends Throwable> void run(
      Iterable<? extends ConsumerRecord<?, ?>> records, Operation.Action<E> action) throws E {
    run(start(records), action);
  }

  /**
   * Processes a message for a result.
   *
   * @param record the message
   * @param task what is done with it; what escapes from it makes the span fail
   * @param <T> the result
   * @param <E> what it may throw
   * @return the result
   * @throws E what the task threw
   */
  public <T extends @Nullable Object, E extends Throwable> T call(
      ConsumerRecord<?, ?> record, Operation.Task<T, E> task) throws E {
    try (Processing processing = start(record)) {
      try {
        return task.call();
      } catch (Throwable e) {
        processing.fail(e);
        throw e;
      }
    }
  }

  private static <E extends Throwable> void run(Processing started, Operation.Action<E> action)
      throws E {
    try (Processing processing = started) {
      try {
        action.run();
      } catch (Throwable e) {
        processing.fail(e);
        throw e;
      }
    }
  }
}
