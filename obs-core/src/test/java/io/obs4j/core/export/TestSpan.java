package io.obs4j.core.export;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.List;

/** A span of half a trace: what tests look at may be chosen. */
record TestSpan(
    String name,
    long endEpochNanos,
    StatusCode status,
    String statusDescription,
    Attributes attributes,
    List<SpanEvent> events,
    TraceFlags flags)
    implements SpanRecord {

  static TestSpan named(String name) {
    return new TestSpan(
        name,
        1_500_001_000_000L,
        StatusCode.UNSET,
        "",
        Attributes.empty(),
        List.of(),
        TraceFlags.getSampled());
  }

  TestSpan with(Attributes newAttributes) {
    return new TestSpan(
        name, endEpochNanos, status, statusDescription, newAttributes, events, flags);
  }

  TestSpan endingAt(long epochNanos) {
    return new TestSpan(name, epochNanos, status, statusDescription, attributes, events, flags);
  }

  TestSpan failing(String description) {
    return new TestSpan(
        name, endEpochNanos, StatusCode.ERROR, description, attributes, events, flags);
  }

  TestSpan with(SpanEvent event) {
    return new TestSpan(
        name, endEpochNanos, status, statusDescription, attributes, List.of(event), flags);
  }

  TestSpan unsampled() {
    return new TestSpan(
        name,
        endEpochNanos,
        status,
        statusDescription,
        attributes,
        events,
        TraceFlags.getDefault());
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
  public long spanId() {
    return 0xb7ad6b7169203331L;
  }

  @Override
  public long parentSpanId() {
    return 0;
  }

  @Override
  public TraceState state() {
    return TraceState.getDefault();
  }

  @Override
  public boolean isParentRemote() {
    return false;
  }

  @Override
  public InstrumentationScope scope() {
    return InstrumentationScope.APPLICATION;
  }

  @Override
  public SpanKind kind() {
    return SpanKind.SERVER;
  }

  @Override
  public long startEpochNanos() {
    return 1_500_000_000_000L;
  }

  @Override
  public List<SpanLink> links() {
    return List.of();
  }

  @Override
  public int droppedAttributes() {
    return 0;
  }

  @Override
  public int droppedEvents() {
    return 0;
  }

  @Override
  public int droppedLinks() {
    return 0;
  }

  @Override
  public int weight() {
    return 100;
  }
}
