package io.obs4j.tracing;

import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;

/** What was recorded about a span that has ended, as exporters read it: a log of one entry. */
final class SpanContent extends Entry {

  final String name;
  final StatusCode status;
  final String description;
  final Attributes attributes;
  final List<SpanEvent> events;
  final List<SpanLink> links;
  final int droppedAttributes;
  final int droppedEvents;
  final int droppedLinks;
  final int bytes;
  final long endEpochNanos;

  SpanContent(
      String name,
      StatusCode status,
      String description,
      Attributes attributes,
      List<SpanEvent> events,
      List<SpanLink> links,
      int droppedAttributes,
      int droppedEvents,
      int droppedLinks,
      int bytes,
      long endEpochNanos) {
    super(0);
    this.name = name;
    this.status = status;
    this.description = description;
    this.attributes = attributes;
    this.events = events;
    this.links = links;
    this.droppedAttributes = droppedAttributes;
    this.droppedEvents = droppedEvents;
    this.droppedLinks = droppedLinks;
    this.bytes = bytes;
    this.endEpochNanos = endEpochNanos;
    close();
  }

  @Override
  int folded() {
    return bytes;
  }

  @Override
  void replay(Fold fold) {
    throw new AssertionError("Nothing follows it.");
  }
}
