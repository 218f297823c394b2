package io.obs4j.core.export;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.LogRecord;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.TraceFlags;
import org.jspecify.annotations.Nullable;

/** A log record: what tests look at may be chosen. */
record TestLog(
    long epochNanos,
    long spanId,
    String eventName,
    @Nullable Value<?> body,
    Attributes attributes,
    String logger)
    implements LogRecord {

  static TestLog saying(String text) {
    return new TestLog(
        1_500_000_000_000L,
        0xb7ad6b7169203331L,
        "",
        Value.of(text),
        Attributes.empty(),
        "io.acme.Orders");
  }

  TestLog with(Attributes newAttributes) {
    return new TestLog(epochNanos, spanId, eventName, body, newAttributes, logger);
  }

  TestLog by(String newLogger) {
    return new TestLog(epochNanos, spanId, eventName, body, attributes, newLogger);
  }

  @Override
  public long observedEpochNanos() {
    return 1_501_000_000_000L;
  }

  @Override
  public Severity severity() {
    return Severity.WARN;
  }

  @Override
  public String severityText() {
    return "WARN";
  }

  @Override
  public InstrumentationScope scope() {
    return InstrumentationScope.of(logger, "");
  }

  @Override
  public int droppedAttributes() {
    return 0;
  }

  @Override
  public long traceIdHigh() {
    return 0x0af7651916cd43ddL;
  }

  @Override
  public long traceIdLow() {
    return 0x8448eb211c80319cL;
  }

  @Override
  public TraceFlags flags() {
    return TraceFlags.getSampled();
  }

  @Override
  public int weight() {
    return 100;
  }
}
