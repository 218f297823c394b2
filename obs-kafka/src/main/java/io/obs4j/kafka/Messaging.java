package io.obs4j.kafka;

import io.obs4j.core.Clock;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What all clients record with: their tracer, their metrics and the propagators. Safe for use by
 * any thread.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/">Semantic conventions for
 *     messaging</a>
 */
final class Messaging {

  /** The bounds that the conventions advise for durations, in seconds. */
  private static final List<Double> BOUNDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

  private static final double NANOS_PER_SECOND = 1e9;
  private static final String MESSAGES = "{message}";

  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final List<String> propagated;
  private final Clock clock;
  private final boolean messageKeys;
  private final boolean receiveSpans;
  private final LongCounter sent;
  private final LongCounter consumed;
  private final DoubleHistogram operationDuration;
  private final DoubleHistogram processDuration;

  Messaging(OpenTelemetry telemetry, Clock clock, boolean messageKeys, boolean receiveSpans) {
    this.tracer = telemetry.getTracer(KafkaTelemetry.SCOPE);
    this.propagator = telemetry.getPropagators().getTextMapPropagator();
    this.propagated = List.copyOf(propagator.fields());
    this.clock = clock;
    this.messageKeys = messageKeys;
    this.receiveSpans = receiveSpans;
    Meter meter = telemetry.getMeter(KafkaTelemetry.SCOPE);
    sent =
        counter(
            meter,
            "messaging.client.sent.messages",
            "Number of messages producer attempted to send to the broker.");
    consumed =
        counter(
            meter,
            "messaging.client.consumed.messages",
            "Number of messages that were delivered to the application.");
    operationDuration =
        duration(
            meter,
            "messaging.client.operation.duration",
            "Duration of messaging operation initiated by a producer or consumer client.");
    processDuration =
        duration(meter, "messaging.process.duration", "Duration of processing operation.");
  }

  private static LongCounter counter(Meter meter, String name, String description) {
    return meter.counterBuilder(name).setUnit(MESSAGES).setDescription(description).build();
  }

  private static DoubleHistogram duration(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(BOUNDS)
        .build();
  }

  Clock clock() {
    return clock;
  }

  TextMapPropagator propagator() {
    return propagator;
  }

  /** The headers that a context is carried in. */
  List<String> propagated() {
    return propagated;
  }

  boolean receiveSpans() {
    return receiveSpans;
  }

  /** Begins to describe the span of an operation. */
  SpanBuilder span(MessagingOperation operation, Destination destination, Context parent) {
    return tracer
        .spanBuilder(destination.spanName())
        .setSpanKind(operation.kind)
        .setParent(parent)
        .setAllAttributes(destination.attributes())
        .setAttribute(MessagingAttributes.OPERATION_TYPE, operation.type);
  }

  /**
   * Tells which message a span is about.
   *
   * @param key of types whose text says all, others are left out
   * @param value only whether there is one is told
   */
  void describe(SpanBuilder span, @Nullable Object key, @Nullable Object value) {
    if (messageKeys && (key instanceof String || key instanceof Number || key instanceof UUID)) {
      span.setAttribute(MessagingAttributes.MESSAGE_KEY, key.toString());
    }
    if (value == null) {
      span.setAttribute(MessagingAttributes.TOMBSTONE, true);
    }
  }

  void countSent(Attributes attributes, Context context) {
    sent.add(1, attributes, context);
  }

  void countConsumed(long messages, Attributes attributes) {
    consumed.add(messages, attributes);
  }

  void measureOperation(long nanos, Attributes attributes, Context context) {
    operationDuration.record(nanos / NANOS_PER_SECOND, attributes, context);
  }

  void measureProcessing(long nanos, Attributes attributes, Context context) {
    processDuration.record(nanos / NANOS_PER_SECOND, attributes, context);
  }
}
