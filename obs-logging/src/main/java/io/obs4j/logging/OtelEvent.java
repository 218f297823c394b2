package io.obs4j.logging;

import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * A record of OpenTelemetry as the encoder of lines reads it: its body is the message, which is no
 * template, and its attributes are key-values. For one thread.
 */
final class OtelEvent implements LogEvent {

  private final OtelRecord record;
  private final Context around;
  private @Nullable String message;

  OtelEvent(OtelRecord record, Context around) {
    this.record = record;
    this.around = around;
  }

  OtelRecord record() {
    return record;
  }

  @Override
  public long epochNanos() {
    return record.epochNanos() == 0 ? record.observedEpochNanos() : record.epochNanos();
  }

  @Override
  public LogLevel level() {
    return LogLevel.of(record.severity());
  }

  @Override
  public String logger() {
    return record.scope().name();
  }

  @Override
  public String thread() {
    return Thread.currentThread().getName();
  }

  @Override
  public @Nullable String message() {
    String known = message;
    if (known == null) {
      known = record.text();
      message = known;
    }
    return known;
  }

  @Override
  public int argumentCount() {
    return 0;
  }

  @Override
  public @Nullable Object argument(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public @Nullable Throwable throwable() {
    return record.exception();
  }

  @Override
  public List<Marker> markers() {
    return List.of();
  }

  @Override
  public List<KeyValuePair> keyValues() {
    List<KeyValuePair> pairs = new ArrayList<>();
    for (Map.Entry<AttributeKey<?>, Object> entry : record.given().asMap().entrySet()) {
      pairs.add(new KeyValuePair(entry.getKey().getKey(), entry.getValue()));
    }
    return pairs;
  }

  @Override
  public ContextFields context() {
    return ContextFields.NONE;
  }

  @Override
  public SpanContext span() {
    return record.span();
  }

  @Override
  public @Nullable StackTraceElement caller() {
    return null;
  }

  @Override
  public @Nullable String eventName() {
    return record.eventName().isEmpty() ? null : record.eventName();
  }

  @Override
  public @Nullable String baggage(String key) {
    return Baggage.fromContext(around).getEntryValue(key);
  }
}
