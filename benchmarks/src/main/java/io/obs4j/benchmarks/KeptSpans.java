package io.obs4j.benchmarks;

import brave.handler.MutableSpan;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps what a side exports: how many spans there are of each name, attributes, events and parent.
 * Ids and times differ from side to side.
 */
final class KeptSpans {

  private static final String ROOT = "none";

  private final Queue<Kept> spans = new ConcurrentLinkedQueue<>();

  /** A span; its parent by id, and what is the same on all sides as labels. */
  private record Kept(String id, String parentId, String name, Map<String, String> labels) {}

  void keep(SpanRecord span) {
    Described described = new Described(span.name(), texts(span.attributes()));
    span.events().forEach(event -> described.event(event.name(), texts(event.attributes())));
    keep(span.spanIdHex(), span.parentSpanIdHex(), described);
  }

  void keep(SpanData span) {
    Described described = new Described(span.getName(), texts(span.getAttributes()));
    span.getEvents()
        .forEach(event -> described.event(event.getName(), texts(event.getAttributes())));
    keep(span.getSpanId(), span.getParentSpanId(), described);
  }

  void keep(MutableSpan span) {
    Described described = new Described(span.name(), new TreeMap<>(span.tags()));
    span.annotations().forEach(event -> described.event(event.getValue(), Map.of()));
    String parentId = span.parentId();
    keep(span.id(), parentId == null ? SpanId.getInvalid() : parentId, described);
  }

  private void keep(String id, String parentId, Described span) {
    spans.add(new Kept(id, parentId, span.name, span.labels));
  }

  private static Map<String, String> texts(Attributes attributes) {
    Map<String, String> texts = new TreeMap<>();
    attributes.forEach((key, value) -> texts.put(key.getKey(), value.toString()));
    return texts;
  }

  Samples samples() {
    Map<String, String> names = new HashMap<>();
    names.put(SpanId.getInvalid(), ROOT);
    spans.forEach(span -> names.put(span.id(), span.name()));
    SortedMap<String, Double> counts = new TreeMap<>();
    for (Kept span : spans) {
      Map<String, String> labels = new TreeMap<>(span.labels());
      labels.put("parent", names.getOrDefault(span.parentId(), "unknown"));
      counts.merge(Samples.sample("span", labels), 1.0, Double::sum);
    }
    return new Samples(counts);
  }

  /** Gathers the labels of one span. */
  private static final class Described {
    private final String name;
    private final Map<String, String> labels = new TreeMap<>();
    private int events;

    Described(String name, Map<String, String> attributes) {
      this.name = name;
      labels.put("name", name);
      labels.put("attributes", attributes.toString());
    }

    void event(String event, Map<String, String> attributes) {
      labels.put("event_" + events++, event + attributes);
    }
  }
}
