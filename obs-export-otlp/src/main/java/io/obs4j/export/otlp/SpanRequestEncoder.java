package io.obs4j.export.otlp;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.Resource;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.SpanIds;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import java.util.List;

/** Writes spans as {@code ExportTraceServiceRequest}. */
final class SpanRequestEncoder extends RequestEncoder<SpanRecord> {

  /** That it is known whether the parent, or the target of a link, is in another process. */
  private static final int HAS_IS_REMOTE = 0x100;

  private static final int IS_REMOTE = 0x200;

  SpanRequestEncoder(Resource resource, OtlpProtocol protocol, int limit) {
    super(Otlp.Envelope.SPANS, resource, protocol, limit);
  }

  @Override
  InstrumentationScope scope(SpanRecord span) {
    return span.scope();
  }

  @Override
  void write(SpanRecord span) {
    writer.fixed32(Otlp.Span.FLAGS, flags(span.flags().asByte(), span.isParentRemote()));
    writeStatus(span);
    writeCount(Otlp.Span.DROPPED_LINKS, span.droppedLinks());
    writeLinks(span.links());
    writeCount(Otlp.Span.DROPPED_EVENTS, span.droppedEvents());
    writeEvents(span.events());
    writeCount(Otlp.Span.DROPPED_ATTRIBUTES, span.droppedAttributes());
    attributes.write(Otlp.Span.ATTRIBUTES, span.attributes());
    writer.fixed64(Otlp.Span.END, span.endEpochNanos());
    writer.fixed64(Otlp.Span.START, span.startEpochNanos());
    writer.uint32(Otlp.Span.KIND, kind(span.kind()));
    writer.string(Otlp.Span.NAME, span.name());
    if (span.parentSpanId() != 0) {
      writer.spanId(Otlp.Span.PARENT_SPAN_ID, span.parentSpanId());
    }
    writeState(Otlp.Span.TRACE_STATE, span.state());
    writer.spanId(Otlp.Span.SPAN_ID, span.spanId());
    writer.traceId(Otlp.Span.TRACE_ID, span.traceIdHigh(), span.traceIdLow());
  }

  private void writeStatus(SpanRecord span) {
    if (span.status() != StatusCode.UNSET) {
      int mark = writer.begin(Otlp.Span.STATUS);
      writer.uint32(Otlp.Status.CODE, span.status() == StatusCode.OK ? 1 : 2);
      if (!span.statusDescription().isEmpty()) {
        writer.string(Otlp.Status.MESSAGE, span.statusDescription());
      }
      writer.end(Otlp.Span.STATUS, mark);
    }
  }

  private void writeEvents(List<SpanEvent> events) {
    int count = events.size();
    if (count == 0) {
      return;
    }
    writer.beginList(Otlp.Span.EVENTS);
    for (int i = 0; i < count; i++) {
      SpanEvent event = events.get(writer.place(i, count));
      int mark = writer.beginElement();
      writeCount(Otlp.Event.DROPPED_ATTRIBUTES, event.droppedAttributes());
      attributes.write(Otlp.Event.ATTRIBUTES, event.attributes());
      writer.string(Otlp.Event.NAME, event.name());
      writer.fixed64(Otlp.Event.TIME, event.epochNanos());
      writer.end(Otlp.Span.EVENTS, mark);
    }
    writer.endList();
  }

  private void writeLinks(List<SpanLink> links) {
    int count = links.size();
    if (count == 0) {
      return;
    }
    writer.beginList(Otlp.Span.LINKS);
    for (int i = 0; i < count; i++) {
      SpanLink link = links.get(writer.place(i, count));
      SpanContext target = link.target();
      int mark = writer.beginElement();
      writer.fixed32(Otlp.Link.FLAGS, flags(target.getTraceFlags().asByte(), target.isRemote()));
      writeCount(Otlp.Link.DROPPED_ATTRIBUTES, link.droppedAttributes());
      attributes.write(Otlp.Link.ATTRIBUTES, link.attributes());
      writeState(Otlp.Link.TRACE_STATE, target.getTraceState());
      writer.spanId(Otlp.Link.SPAN_ID, SpanIds.spanId(target));
      writer.traceId(Otlp.Link.TRACE_ID, SpanIds.traceIdHigh(target), SpanIds.traceIdLow(target));
      writer.end(Otlp.Span.LINKS, mark);
    }
    writer.endList();
  }

  private void writeCount(Field field, int count) {
    if (count != 0) {
      writer.uint32(field, count);
    }
  }

  private void writeState(Field field, TraceState state) {
    if (!state.isEmpty()) {
      StringBuilder text = new StringBuilder();
      state.forEach(
          (key, value) ->
              text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value));
      writer.string(field, text.toString());
    }
  }

  private static int flags(byte traceFlags, boolean remote) {
    return (traceFlags & 0xFF) | HAS_IS_REMOTE | (remote ? IS_REMOTE : 0);
  }

  private static int kind(SpanKind kind) {
    return switch (kind) {
      case INTERNAL -> 1;
      case SERVER -> 2;
      case CLIENT -> 3;
      case PRODUCER -> 4;
      case CONSUMER -> 5;
    };
  }
}
