package io.obs4j.tracing;

import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an exporter sees of a span, whoever recorded it. */
record ExportedSpan(
    String name,
    SpanKind kind,
    String context,
    String parent,
    boolean parentRemote,
    long start,
    long end,
    StatusCode status,
    String description,
    Map<AttributeKey<?>, Object> attributes,
    List<Object> events,
    List<Object> links,
    int droppedAttributes,
    int droppedEvents,
    int droppedLinks,
    String scope) {

  private record Event(
      String name, long epochNanos, Map<AttributeKey<?>, Object> attributes, int dropped) {}

  private record Link(String target, Map<AttributeKey<?>, Object> attributes, int dropped) {}

  static ExportedSpan of(SpanRecord span) {
    List<Object> events = new ArrayList<>();
    span.events()
        .forEach(
            event ->
                events.add(
                    new Event(
                        event.name(),
                        event.epochNanos(),
                        event.attributes().asMap(),
                        event.droppedAttributes())));
    List<Object> links = new ArrayList<>();
    span.links()
        .forEach(
            link ->
                links.add(
                    new Link(
                        text(link.target()), link.attributes().asMap(), link.droppedAttributes())));
    return new ExportedSpan(
        span.name(),
        span.kind(),
        text((SpanContext) span),
        span.parentSpanIdHex(),
        span.isParentRemote(),
        span.startEpochNanos(),
        span.endEpochNanos(),
        span.status(),
        span.statusDescription(),
        span.attributes().asMap(),
        events,
        links,
        span.droppedAttributes(),
        span.droppedEvents(),
        span.droppedLinks(),
        span.scope().name() + " " + span.scope().version());
  }

  static ExportedSpan of(SpanData span) {
    List<Object> events = new ArrayList<>();
    span.getEvents()
        .forEach(
            event ->
                events.add(
                    new Event(
                        event.getName(),
                        event.getEpochNanos(),
                        asMap(event.getAttributes()),
                        event.getTotalAttributeCount() - event.getAttributes().size())));
    List<Object> links = new ArrayList<>();
    span.getLinks()
        .forEach(
            link ->
                links.add(
                    new Link(
                        text(link.getSpanContext()),
                        asMap(link.getAttributes()),
                        link.getTotalAttributeCount() - link.getAttributes().size())));
    return new ExportedSpan(
        span.getName(),
        span.getKind(),
        text(span.getSpanContext()),
        span.getParentSpanId(),
        span.getParentSpanContext().isRemote(),
        span.getStartEpochNanos(),
        Math.max(span.getStartEpochNanos(), span.getEndEpochNanos()),
        span.getStatus().getStatusCode(),
        span.getStatus().getDescription(),
        asMap(span.getAttributes()),
        events,
        links,
        span.getTotalAttributeCount() - span.getAttributes().size(),
        span.getTotalRecordedEvents() - span.getEvents().size(),
        span.getTotalRecordedLinks() - span.getLinks().size(),
        span.getInstrumentationScopeInfo().getName()
            + " "
            + span.getInstrumentationScopeInfo().getVersion());
  }

  private static Map<AttributeKey<?>, Object> asMap(Attributes attributes) {
    return attributes.toBuilder().build().asMap();
  }

  private static String text(SpanContext context) {
    return context.getTraceId()
        + " "
        + context.getSpanId()
        + " "
        + context.getTraceFlags().asHex()
        + " "
        + context.getTraceState().asMap()
        + (context.isRemote() ? " remote" : "");
  }
}
