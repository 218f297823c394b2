package io.obs4j.tracing;

import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log of entries comes to: each of them told in the order of recording, with the limits
 * applied. Used by one thread; what is the bottom of a log is not changed any more.
 */
final class Fold {

  private final SpanLimits limits;
  private final AttributeTable attributes;
  private final List<Object> events; // SpanEvent and ExceptionEvent
  private final List<SpanLink> links;
  private @Nullable String name;
  private StatusCode status = StatusCode.UNSET;
  private String description = "";
  private int droppedAttributes;
  private int droppedEvents;
  private int droppedLinks;
  private long bytes;
  private long endEpochNanos;

  /** Nothing at all. */
  Fold(SpanLimits limits) {
    this.limits = limits;
    attributes = new AttributeTable(limits.attributes());
    events = new ArrayList<>();
    links = new ArrayList<>();
  }

  private Fold(Fold before, SpanLimits limits) {
    this.limits = limits;
    attributes = new AttributeTable(before.attributes, limits.attributes());
    events = new ArrayList<>(before.events);
    links = new ArrayList<>(before.links);
    name = before.name;
    status = before.status;
    description = before.description;
    droppedAttributes = before.droppedAttributes;
    droppedEvents = before.droppedEvents;
    droppedLinks = before.droppedLinks;
    bytes = before.bytes;
  }

  /** Replays a log from its last fold upwards. */
  static Fold of(Entry top, SpanLimits limits) {
    Fold fold =
        top.bottom() instanceof Folded folded ? new Fold(folded.fold(), limits) : new Fold(limits);
    int height = 0;
    for (Entry entry = top; entry.next() != entry; entry = entry.next()) {
      height++;
    }
    Entry[] upwards = new Entry[height];
    for (Entry entry = top; height > 0; entry = entry.next()) {
      upwards[--height] = entry;
    }
    for (Entry entry : upwards) {
      entry.replay(fold);
    }
    return fold;
  }

  /** The same as the bottom of a log that goes on. */
  Folded folded() {
    return new Folded(this);
  }

  Attributes attributes() {
    return attributes.attributes();
  }

  @Nullable Object attribute(String key) {
    int place = attributes.find(key);
    return place < 0 ? null : attributes.value(place);
  }

  int bytes() {
    return (int) bytes;
  }

  void attribute(AttributeKey<?> key, Object value) {
    Object kept = AttributeValues.cut(value, limits.valueLength());
    int place = attributes.find(key.getKey());
    long more = AttributeValues.weight(key.getKey(), kept);
    if (place >= 0) {
      more -= attributes.weight(place);
    }
    if ((place < 0 && attributes.isFull()) || !fits(more)) {
      droppedAttributes++;
    } else {
      attributes.set(place, key, kept);
      bytes += more;
    }
  }

  void event(long epochNanos, String eventName, Attributes facts) {
    Attributes kept = limited(facts, limits.attributesPerEvent());
    long own = Entry.OVERHEAD + eventName.length() + AttributeValues.weight(kept);
    if (hasRoomForEvent(own)) {
      events.add(new SpanEvent(epochNanos, eventName, kept, facts.size() - kept.size()));
    }
  }

  void exception(ExceptionEvent exception) {
    if (hasRoomForEvent(exception.weight())) {
      events.add(exception);
    }
  }

  private boolean hasRoomForEvent(long own) {
    if (events.size() >= limits.events() || !fits(own)) {
      droppedEvents++;
      return false;
    }
    bytes += own;
    return true;
  }

  void link(NonRecordingSpan target, Attributes facts) {
    Attributes kept = limited(facts, limits.attributesPerLink());
    long own = LinkEntry.weight(kept);
    if (links.size() >= limits.links() || !fits(own)) {
      droppedLinks++;
    } else {
      links.add(new SpanLink(target, kept, facts.size() - kept.size()));
      bytes += own;
    }
  }

  /** A name is not long, and kept whatever else there is: a span must have one. */
  void name(String newName) {
    name = newName;
  }

  /**
   * OK is final, and nothing goes back to unset: the specification's rules of {@code SetStatus}.
   */
  void status(StatusCode code, String newDescription) {
    if (status != StatusCode.OK) {
      bytes -= description.length();
      status = code;
      description = AttributeValues.cut(newDescription, room());
      bytes += description.length();
    }
  }

  void end(long epochNanos) {
    endEpochNanos = epochNanos;
  }

  private boolean fits(long more) {
    return bytes + more <= limits.bytes();
  }

  private int room() {
    return (int) Math.max(0, limits.bytes() - bytes);
  }

  private Attributes limited(Attributes facts, int count) {
    if (facts.size() <= count && limits.valueLength() == Integer.MAX_VALUE) {
      return facts;
    }
    AttributeTable table = new AttributeTable(count);
    facts.forEach(
        (key, value) -> table.accept(key, AttributeValues.cut(value, limits.valueLength())));
    return table.attributes();
  }

  /** What exporters read. */
  SpanContent content(String firstName) {
    return new SpanContent(
        name == null ? firstName : name,
        status,
        description,
        attributes(),
        renderedEvents(),
        List.copyOf(links),
        droppedAttributes,
        droppedEvents,
        droppedLinks,
        bytes(),
        endEpochNanos);
  }

  /** Stack traces share the room that is left. */
  private List<SpanEvent> renderedEvents() {
    List<SpanEvent> rendered = new ArrayList<>(events.size());
    for (Object event : events) {
      if (event instanceof ExceptionEvent exception) {
        SpanEvent made = exception.render(limits, room() + ExceptionEvent.WEIGHT);
        long used = AttributeValues.weight(made.attributes()) - exception.weight();
        bytes += Math.max(0, used);
        rendered.add(made);
      } else {
        rendered.add((SpanEvent) event);
      }
    }
    return List.copyOf(rendered);
  }
}
