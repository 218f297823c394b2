package io.obs4j.export.otlp;

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

/** A span as a test wants it. */
record FinishedSpan(
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    long parentSpanId,
    boolean isParentRemote,
    TraceFlags flags,
    TraceState state,
    InstrumentationScope scope,
    String name,
    SpanKind kind,
    long startEpochNanos,
    long endEpochNanos,
    StatusCode status,
    String statusDescription,
    Attributes attributes,
    List<SpanEvent> events,
    List<SpanLink> links,
    int droppedAttributes,
    int droppedEvents,
    int droppedLinks)
    implements SpanRecord {

  static FinishedSpan of(InstrumentationScope scope, String name, Attributes attributes) {
    return new FinishedSpan(
        0x0af7651916cd43ddL,
        0x8448eb211c80319cL,
        0xb7ad6b7169203331L,
        0,
        false,
        TraceFlags.getSampled(),
        TraceState.getDefault(),
        scope,
        name,
        SpanKind.INTERNAL,
        1_700_000_000_000_000_000L,
        1_700_000_000_001_234_567L,
        StatusCode.UNSET,
        "",
        attributes,
        List.of(),
        List.of(),
        0,
        0,
        0);
  }

  @Override
  public int weight() {
    return 100;
  }
}
