package io.obs4j.logging;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.LogRecord;
import io.obs4j.core.internal.AnyValueText;
import io.obs4j.core.internal.SpanIds;
import io.obs4j.logging.format.LineEncoder;
import io.obs4j.logging.format.ValueWeight;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as a program gave it to the OpenTelemetry API. The stack trace of its exception is
 * printed by the first reader; attributes of the program go before those of the exception.
 */
final class OtelRecord implements LogRecord {

  /** What a record weighs beside its texts. */
  private static final int OVERHEAD = 160;

  private static final int WEIGHT_OF_THROWABLE = 1_024;

  private final InstrumentationScope scope;
  private final long epochNanos;
  private final long observedEpochNanos;
  private final Severity severity;
  private final String severityText;
  private final String eventName;
  private final @Nullable Value<?> body;
  private final Attributes given;
  private final int droppedAttributes;
  private final @Nullable Throwable exception;
  private final SpanContext span;
  private final LineEncoder encoder;
  private volatile @Nullable Attributes attributes;
  private volatile @Nullable String stackTrace;

  /** Zero until it is asked for; whoever works it out comes to the same. */
  private int weight;

  /**
   * A copy of what a builder gathered.
   *
   * @param now the time at which it is emitted
   * @param around the context in which it is emitted
   */
  OtelRecord(OtelRecordBuilder builder, long now, Context around) {
    scope = builder.logger.scope();
    epochNanos = builder.epochNanos;
    observedEpochNanos = builder.observedEpochNanos == 0 ? now : builder.observedEpochNanos;
    severity = builder.severity;
    severityText = builder.severityText;
    eventName = builder.eventName;
    body = builder.body;
    given = attributes(builder.attributes);
    droppedAttributes = builder.droppedAttributes;
    exception = builder.exception;
    encoder = builder.logger.logging().encoder();
    span = Span.fromContext(around).getSpanContext();
  }

  private static Attributes attributes(Map<AttributeKey<?>, Object> gathered) {
    AttributesBuilder copy = Attributes.builder();
    for (Map.Entry<AttributeKey<?>, Object> entry : gathered.entrySet()) {
      put(copy, entry.getKey(), entry.getValue());
    }
    return copy.build();
  }

  /** The API pairs a key with a value of its type. */
  @SuppressWarnings("unchecked")
  private static <T> void put(AttributesBuilder copy, AttributeKey<T> key, Object value) {
    copy.put(key, (T) value);
  }

  /** Those of the program alone. */
  Attributes given() {
    return given;
  }

  @Nullable Throwable exception() {
    return exception;
  }

  SpanContext span() {
    return span;
  }

  @Override
  public long epochNanos() {
    return epochNanos;
  }

  @Override
  public long observedEpochNanos() {
    return observedEpochNanos;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String severityText() {
    return severityText;
  }

  @Override
  public InstrumentationScope scope() {
    return scope;
  }

  @Override
  public String eventName() {
    return eventName;
  }

  @Override
  public @Nullable Value<?> body() {
    return body;
  }

  /**
   * The body as text. One of several values is JSON, where nobody finds keys any more: those that
   * are secret are masked before.
   */
  @Nullable String text() {
    if (body == null) {
      return null;
    }
    return body.getValue() instanceof List
        ? AnyValueText.of(encoder.recordMask(Integer.MAX_VALUE).body(body))
        : body.asString();
  }

  @Override
  public Attributes attributes() {
    Attributes known = attributes;
    if (known == null) {
      known = exception == null ? given : withException(exception);
      attributes = known;
    }
    return known;
  }

  private Attributes withException(Throwable thrown) {
    String printed = encoder.stackTrace(thrown);
    stackTrace = printed;
    return LoggedFacts.withException(given, thrown, printed);
  }

  /** The stack trace that was printed, once the attributes were read. */
  @Nullable String stackTrace() {
    return stackTrace;
  }

  @Override
  public int droppedAttributes() {
    return droppedAttributes;
  }

  @Override
  public long traceIdHigh() {
    return SpanIds.traceIdHigh(span);
  }

  @Override
  public long traceIdLow() {
    return SpanIds.traceIdLow(span);
  }

  @Override
  public long spanId() {
    return SpanIds.spanId(span);
  }

  @Override
  public TraceFlags flags() {
    return span.getTraceFlags();
  }

  @Override
  public int weight() {
    int known = weight;
    if (known == 0) {
      known = weigh();
      weight = known;
    }
    return known;
  }

  private int weigh() {
    ValueWeight sum = new ValueWeight();
    sum.add(OVERHEAD + (exception == null ? 0 : WEIGHT_OF_THROWABLE));
    sum.add(eventName.length() + severityText.length());
    if (body != null) {
      sum.add(body);
    }
    for (Map.Entry<AttributeKey<?>, Object> entry : given.asMap().entrySet()) {
      sum.add(entry.getKey().getKey());
      sum.add(entry.getValue());
    }
    return sum.total();
  }
}
