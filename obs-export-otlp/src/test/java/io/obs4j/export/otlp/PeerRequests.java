package io.obs4j.export.otlp;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.Resource;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.testing.logs.TestLogRecordData;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What OpenTelemetry's own exporter sends of the same records. It takes resources and scopes for
 * different that are not the same object.
 */
final class PeerRequests {

  private final io.opentelemetry.sdk.resources.Resource resource;
  private final Map<InstrumentationScope, InstrumentationScopeInfo> scopes = new HashMap<>();

  private PeerRequests(Resource of) {
    resource =
        io.opentelemetry.sdk.resources.Resource.create(
            of.attributes(), of.schemaUrl().isEmpty() ? null : of.schemaUrl());
  }

  static byte[] spans(Resource resource, List<FinishedSpan> spans) throws IOException {
    List<SpanData> data = new ArrayList<>();
    PeerRequests peer = new PeerRequests(resource);
    for (FinishedSpan span : spans) {
      data.add(peer.span(span));
    }
    return bytes(TraceRequestMarshaler.create(data));
  }

  static byte[] logs(Resource resource, List<FinishedLog> logs) throws IOException {
    List<LogRecordData> data = new ArrayList<>();
    PeerRequests peer = new PeerRequests(resource);
    for (FinishedLog log : logs) {
      data.add(peer.log(log));
    }
    return bytes(LogsRequestMarshaler.create(data));
  }

  static byte[] bytes(Marshaler marshaler) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    marshaler.writeBinaryTo(out);
    return out.toByteArray();
  }

  private InstrumentationScopeInfo scope(InstrumentationScope scope) {
    return scopes.computeIfAbsent(scope, PeerRequests::scopeInfo);
  }

  private static InstrumentationScopeInfo scopeInfo(InstrumentationScope scope) {
    var builder = InstrumentationScopeInfo.builder(scope.name()).setVersion(scope.version());
    if (!scope.schemaUrl().isEmpty()) {
      builder.setSchemaUrl(scope.schemaUrl());
    }
    return builder.setAttributes(scope.attributes()).build();
  }

  private SpanData span(FinishedSpan span) {
    SpanContext parent =
        span.isParentRemote()
            ? SpanContext.createFromRemoteParent(
                span.traceIdHex(),
                span.parentSpanIdHex(),
                TraceFlags.getSampled(),
                TraceState.getDefault())
            : SpanContext.create(
                span.traceIdHex(),
                span.parentSpanIdHex(),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    return TestSpanData.builder()
        .setResource(resource)
        .setInstrumentationScopeInfo(scope(span.scope()))
        .setSpanContext(
            SpanContext.create(span.traceIdHex(), span.spanIdHex(), span.flags(), span.state()))
        .setParentSpanContext(span.parentSpanId() == 0 ? SpanContext.getInvalid() : parent)
        .setName(span.name())
        .setKind(span.kind())
        .setStartEpochNanos(span.startEpochNanos())
        .setEndEpochNanos(span.endEpochNanos())
        .setHasEnded(true)
        .setStatus(StatusData.create(span.status(), span.statusDescription()))
        .setAttributes(span.attributes())
        .setTotalAttributeCount(span.attributes().size() + span.droppedAttributes())
        .setEvents(span.events().stream().map(PeerRequests::event).toList())
        .setTotalRecordedEvents(span.events().size() + span.droppedEvents())
        .setLinks(span.links().stream().map(PeerRequests::link).toList())
        .setTotalRecordedLinks(span.links().size() + span.droppedLinks())
        .build();
  }

  private static EventData event(SpanEvent event) {
    return EventData.create(
        event.epochNanos(),
        event.name(),
        event.attributes(),
        event.attributes().size() + event.droppedAttributes());
  }

  private static LinkData link(SpanLink link) {
    return LinkData.create(
        link.target(), link.attributes(), link.attributes().size() + link.droppedAttributes());
  }

  private LogRecordData log(FinishedLog log) {
    var builder =
        TestLogRecordData.builder()
            .setResource(resource)
            .setInstrumentationScopeInfo(scope(log.scope()))
            .setTimestamp(log.epochNanos(), TimeUnit.NANOSECONDS)
            .setObservedTimestamp(log.observedEpochNanos(), TimeUnit.NANOSECONDS)
            .setSeverity(log.severity())
            .setSeverityText(log.severityText())
            .setEventName(log.eventName())
            .setAttributes(log.attributes())
            .setTotalAttributeCount(log.attributes().size() + log.droppedAttributes())
            .setSpanContext(
                log.spanId() == 0
                    ? SpanContext.getInvalid()
                    : SpanContext.create(
                        log.traceIdHex(), log.spanIdHex(), log.flags(), TraceState.getDefault()));
    if (log.body() != null) {
      builder.setBodyValue(log.body());
    }
    return builder.build();
  }
}
