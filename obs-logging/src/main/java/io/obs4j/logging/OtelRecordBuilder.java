package io.obs4j.logging;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a record of OpenTelemetry. What is null counts as not given. Each emit hands out a record
 * of its own. Not safe for use by several threads at once.
 */
final class OtelRecordBuilder implements LogRecordBuilder {

  final OtelLogger logger;
  final Map<AttributeKey<?>, Object> attributes = new LinkedHashMap<>();
  int droppedAttributes;
  long epochNanos;
  long observedEpochNanos;
  @Nullable Context context;
  Severity severity = Severity.UNDEFINED_SEVERITY_NUMBER;
  String severityText = "";
  String eventName = "";
  @Nullable Value<?> body;
  @Nullable Throwable exception;

  OtelRecordBuilder(OtelLogger logger) {
    this.logger = logger;
  }

  @Override
  public LogRecordBuilder setTimestamp(long timestamp, @Nullable TimeUnit unit) {
    epochNanos = unit == null ? epochNanos : unit.toNanos(timestamp);
    return this;
  }

  @Override
  public LogRecordBuilder setTimestamp(@Nullable Instant instant) {
    epochNanos = instant == null ? epochNanos : nanos(instant);
    return this;
  }

  @Override
  public LogRecordBuilder setObservedTimestamp(long timestamp, @Nullable TimeUnit unit) {
    observedEpochNanos = unit == null ? observedEpochNanos : unit.toNanos(timestamp);
    return this;
  }

  @Override
  public LogRecordBuilder setObservedTimestamp(@Nullable Instant instant) {
    observedEpochNanos = instant == null ? observedEpochNanos : nanos(instant);
    return this;
  }

  /** Saturates, three centuries from now, rather than throw. */
  private static long nanos(Instant instant) {
    long nanos = TimeUnit.SECONDS.toNanos(instant.getEpochSecond());
    return nanos == Long.MAX_VALUE || nanos == Long.MIN_VALUE ? nanos : nanos + instant.getNano();
  }

  @Override
  public LogRecordBuilder setContext(@Nullable Context newContext) {
    context = newContext;
    return this;
  }

  @Override
  public LogRecordBuilder setSeverity(@Nullable Severity newSeverity) {
    severity = newSeverity == null ? severity : newSeverity;
    return this;
  }

  @Override
  public LogRecordBuilder setSeverityText(@Nullable String text) {
    severityText = text == null ? severityText : text;
    return this;
  }

  @Override
  public LogRecordBuilder setBody(@Nullable String text) {
    body = text == null ? body : Value.of(text);
    return this;
  }

  @Override
  public LogRecordBuilder setBody(@Nullable Value<?> value) {
    body = value == null ? body : value;
    return this;
  }

  @Override
  public LogRecordBuilder setEventName(@Nullable String name) {
    eventName = name == null ? eventName : name;
    return this;
  }

  @Override
  public LogRecordBuilder setException(@Nullable Throwable thrown) {
    exception = thrown == null ? exception : thrown;
    return this;
  }

  @Override
  public <T> LogRecordBuilder setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
    if (key == null || key.getKey().isEmpty() || value == null) {
      return this;
    }
    if (attributes.size() < logger.logging().limits().attributes() || attributes.containsKey(key)) {
      attributes.put(key, value);
    } else {
      droppedAttributes++;
    }
    return this;
  }

  @Override
  public void emit() {
    if (!logger.isOpen(severity)) {
      return;
    }
    Logging logging = logger.logging();
    Context around = context == null ? Context.current() : context;
    OtelRecord record = new OtelRecord(this, logging.clock().epochNanos(), around);
    logging.log(new OtelEvent(record, around));
  }
}
