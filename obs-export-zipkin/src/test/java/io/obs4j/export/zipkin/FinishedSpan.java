package io.obs4j.export.zipkin;

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

/** A span with whatever a test wants of it; the fields are for the test to set. */
final class FinishedSpan implements SpanRecord {

  long traceIdHigh = 0x0af7651916cd43ddL;
  long traceIdLow = 0x8448eb211c80319cL;
  long spanId = 0xb7ad6b7169203331L;
  long parentSpanId;
  TraceFlags flags = TraceFlags.getSampled();
  InstrumentationScope scope = InstrumentationScope.APPLICATION;
  String name = "span";
  SpanKind kind = SpanKind.INTERNAL;
  long startEpochNanos = 1_700_000_000_000_000_000L;
  long endEpochNanos = 1_700_000_000_001_234_567L;
  StatusCode status = StatusCode.UNSET;
  String statusDescription = "";
  Attributes attributes = Attributes.empty();
  List<SpanEvent> events = List.of();
  List<SpanLink> links = List.of();
  int droppedAttributes;
  int droppedEvents;
  int droppedLinks;

  static FinishedSpan numbered(long id) {
    FinishedSpan span = new FinishedSpan();
    span.spanId = id;
    return span;
  }

  @Override
  public long traceIdHigh() {
    return traceIdHigh;
  }

  @Override
  public long traceIdLow() {
    return traceIdLow;
  }

  @Override
  public long spanId() {
    return spanId;
  }

  @Override
  public long parentSpanId() {
    return parentSpanId;
  }

  @Override
  public TraceFlags flags() {
    return flags;
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
    return scope;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SpanKind kind() {
    return kind;
  }

  @Override
  public long startEpochNanos() {
    return startEpochNanos;
  }

  @Override
  public long endEpochNanos() {
    return endEpochNanos;
  }

  @Override
  public StatusCode status() {
    return status;
  }

  @Override
  public String statusDescription() {
    return statusDescription;
  }

  @Override
  public Attributes attributes() {
    return attributes;
  }

  @Override
  public List<SpanEvent> events() {
    return events;
  }

  @Override
  public List<SpanLink> links() {
    return links;
  }

  @Override
  public int droppedAttributes() {
    return droppedAttributes;
  }

  @Override
  public int droppedEvents() {
    return droppedEvents;
  }

  @Override
  public int droppedLinks() {
    return droppedLinks;
  }

  @Override
  public int weight() {
    return 100;
  }
}
