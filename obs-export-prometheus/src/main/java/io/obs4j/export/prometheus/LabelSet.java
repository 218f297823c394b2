package io.obs4j.export.prometheus;

import io.obs4j.core.internal.AnyValueText;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Attributes as labels: names escaped, values as strings. Where several keys give one name, their
 * values are joined with semicolons, in the order of the keys. A name that the page needs for
 * itself gets the prefix {@code exported_}.
 */
final class LabelSet {

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Escaping escaping;
  private final Set<String> reserved;
  private final LabelSources sources;

  LabelSet(Escaping escaping, Set<String> reserved) {
    this(escaping, reserved, new LabelSources());
  }

  private LabelSet(Escaping escaping, Set<String> reserved, LabelSources sources) {
    this.escaping = escaping;
    this.reserved = reserved;
    this.sources = sources;
  }

  static LabelSet of(Attributes attributes, Escaping escaping, Set<String> reserved) {
    return new LabelSet(escaping, reserved).addAll("", attributes);
  }

  /**
   * The labels of a series. Those without a value are left out: to Prometheus they are not there.
   */
  static LabelSet of(
      Attributes attributes, Escaping escaping, Set<String> reserved, LabelSources sources) {
    LabelSet labels = new LabelSet(escaping, reserved, sources).addAll("", attributes);
    labels.values.values().removeIf(String::isEmpty);
    return labels;
  }

  LabelSet addAll(String prefix, Attributes attributes) {
    attributes.forEach((key, value) -> add(prefix, key, value));
    return this;
  }

  LabelSet add(String name, String value) {
    put(name(name), value);
    return this;
  }

  /** Names and values, in the order in which they came. */
  Map<String, String> values() {
    return values;
  }

  private void add(String prefix, AttributeKey<?> key, Object value) {
    String label = name(prefix + key.getKey());
    String text = AnyValueText.of(value);
    sources.met(label, key, text);
    put(label, text);
  }

  private void put(String label, String value) {
    values.merge(label, value, (first, second) -> first + ';' + second);
  }

  private String name(String name) {
    String label = escaping.label(name);
    if (escaping == Escaping.UNDERSCORES && label.contains("__")) {
      label = label.replaceAll("__+", "_");
    }
    if (label.isEmpty()) {
      label = "_";
    }
    while (reserved.contains(label) || label.startsWith("__")) {
      label = "exported_" + label;
    }
    return label;
  }
}
