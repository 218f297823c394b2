package io.obs4j.integration;

import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A span as it was exported, by whichever implementation. Its links are told as ids of spans. */
record SeenSpan(
    String traceId,
    String spanId,
    String parentSpanId,
    boolean parentRemote,
    String scope,
    String name,
    String kind,
    String status,
    Attributes attributes,
    List<Event> events,
    List<String> links,
    long nanos) {

  /** What happened meanwhile. */
  record Event(String name, Attributes attributes) {

    @Override
    public String toString() {
      return "! " + name + ' ' + sorted(attributes);
    }
  }

  /** The names of types do not change from run to run; stack traces are looked at elsewhere. */
  static Map<String, String> sorted(Attributes attributes) {
    Map<String, String> sorted = new TreeMap<>();
    attributes.forEach(
        (key, value) -> {
          String shown = value.toString();
          if (key.getKey().equals("exception.stacktrace")) {
            shown = shown.lines().filter(line -> line.startsWith("\tat ")).count() > 1 ? "..." : "";
          } else if (key.getKey().equals("network.peer.port") && value instanceof Long) {
            shown = "PEER";
          }
          sorted.put(key.getKey(), shown);
        });
    return sorted;
  }

  /** The spans of all traces, each below its parent, in the order of their names and attributes. */
  static String tree(List<SeenSpan> spans) {
    Map<String, SeenSpan> byId =
        spans.stream().collect(Collectors.toMap(SeenSpan::spanId, each -> each));
    StringBuilder tree = new StringBuilder();
    spans.stream()
        .filter(span -> !byId.containsKey(span.parentSpanId))
        .map(root -> root.subtree(spans, ""))
        .sorted()
        .forEach(tree::append);
    return tree.toString();
  }

  private String subtree(List<SeenSpan> spans, String indent) {
    StringBuilder tree = new StringBuilder(indent).append(this).append('\n');
    events.forEach(event -> tree.append(indent).append("  ").append(event).append('\n'));
    spans.stream()
        .filter(span -> span.parentSpanId.equals(spanId) && span.traceId.equals(traceId))
        .map(child -> child.subtree(spans, indent + "  "))
        .sorted()
        .forEach(tree::append);
    return tree.toString();
  }

  @Override
  public String toString() {
    return name
        + (parentRemote ? " <- " : " ")
        + kind
        + (status.equals("UNSET") ? "" : ' ' + status)
        + " by "
        + scope
        + ' '
        + sorted(attributes);
  }
}
