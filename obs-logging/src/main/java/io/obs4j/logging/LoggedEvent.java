package io.obs4j.logging;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.LogRecord;
import io.obs4j.core.internal.SpanIds;
import io.obs4j.logging.format.LineEncoder;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an event that outlives the call that logged it. What may change afterwards is made text
 * at once; attributes are put together, and the stack trace printed, by the first reader.
 */
final class LoggedEvent implements LogRecord {

  /** What a record weighs beside its texts. */
  private static final int OVERHEAD = 160;

  private static final int WEIGHT_OF_THROWABLE = 1_024;

  private final long epochNanos;
  private final long observedEpochNanos;
  private final LogLevel level;
  private final String logger;
  private final @Nullable String body;
  private final SpanContext span;
  private final LoggedFacts facts;
  private final int weight;
  private volatile @Nullable Attributes attributes;

  private LoggedEvent(
      LogEvent event,
      @Nullable String message,
      LineEncoder encoder,
      RecordLimits limits,
      long observedEpochNanos) {
    this.epochNanos = event.epochNanos();
    this.observedEpochNanos = observedEpochNanos;
    this.level = event.level();
    this.logger = event.logger();
    this.body = message;
    this.span = event.span();
    this.facts = LoggedFacts.of(event, encoder, limits.attributes());
    this.weight =
        OVERHEAD
            + (body == null ? 0 : body.length())
            + facts.weight()
            + (event.throwable() == null ? 0 : WEIGHT_OF_THROWABLE);
  }

  /**
   * Copies an event, on the thread that logs it.
   *
   * @param message with the arguments in their places, as the line has it
   */
  static LoggedEvent of(
      LogEvent event,
      @Nullable String message,
      LineEncoder encoder,
      RecordLimits limits,
      long observedEpochNanos) {
    return new LoggedEvent(event, message, encoder, limits, observedEpochNanos);
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
    return level.severity();
  }

  @Override
  public String severityText() {
    return level.name();
  }

  @Override
  public InstrumentationScope scope() {
    return InstrumentationScope.of(logger, "");
  }

  @Override
  public String eventName() {
    return "";
  }

  @Override
  public @Nullable Value<?> body() {
    return body == null ? null : Value.of(body);
  }

  @Override
  public Attributes attributes() {
    Attributes known = attributes;
    if (known == null) {
      known = facts.attributes();
      attributes = known;
    }
    return known;
  }

  /** The stack trace that was printed, once the attributes were read. */
  @Nullable String stackTrace() {
    return facts.stackTrace();
  }

  @Override
  public int droppedAttributes() {
    return facts.dropped();
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
    return weight;
  }
}
