package io.obs4j.export.otlp;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.LogRecord;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.TraceFlags;
import org.jspecify.annotations.Nullable;

/** A log record as a test wants it. */
record FinishedLog(
    long epochNanos,
    long observedEpochNanos,
    Severity severity,
    String severityText,
    InstrumentationScope scope,
    String eventName,
    @Nullable Value<?> body,
    Attributes attributes,
    int droppedAttributes,
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    TraceFlags flags)
    implements LogRecord {

  @Override
  public int weight() {
    return 100;
  }
}
