package io.obs4j.logging.format;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.LogRecord;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.TraceFlags;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A record whose body and attributes the first reader masks. */
final class MaskedRecord implements LogRecord {

  private final LogRecord record;
  private final Supplier<@Nullable String> stackTrace;
  private final RecordMask mask;
  private volatile @Nullable Value<?> body;
  private volatile @Nullable Attributes attributes;

  MaskedRecord(LogRecord record, Supplier<@Nullable String> stackTrace, RecordMask mask) {
    this.record = record;
    this.stackTrace = stackTrace;
    this.mask = mask;
  }

  @Override
  public long epochNanos() {
    return record.epochNanos();
  }

  @Override
  public long observedEpochNanos() {
    return record.observedEpochNanos();
  }

  @Override
  public Severity severity() {
    return record.severity();
  }

  @Override
  public String severityText() {
    return record.severityText();
  }

  @Override
  public InstrumentationScope scope() {
    return record.scope();
  }

  @Override
  public String eventName() {
    return mask.text(record.eventName());
  }

  @Override
  public @Nullable Value<?> body() {
    Value<?> known = body;
    if (known == null) {
      Value<?> given = record.body();
      known = given == null ? null : mask.body(given);
      body = known;
    }
    return known;
  }

  @Override
  public Attributes attributes() {
    Attributes known = attributes;
    if (known == null) {
      Attributes given = record.attributes();
      known = mask.attributes(given, stackTrace.get());
      attributes = known;
    }
    return known;
  }

  @Override
  public int droppedAttributes() {
    return record.droppedAttributes();
  }

  @Override
  public long traceIdHigh() {
    return record.traceIdHigh();
  }

  @Override
  public long traceIdLow() {
    return record.traceIdLow();
  }

  @Override
  public long spanId() {
    return record.spanId();
  }

  @Override
  public TraceFlags flags() {
    return record.flags();
  }

  @Override
  public int weight() {
    return record.weight();
  }
}
