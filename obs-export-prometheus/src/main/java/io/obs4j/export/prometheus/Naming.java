package io.obs4j.export.prometheus;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.opentelemetry.api.common.Attributes;
import java.util.Set;

/**
 * How names and labels come about on the pages of one writer.
 *
 * @param exactNames whether names stay without unit and {@code _total}
 * @param scopeLabels whether series tell the scope that recorded them
 */
record Naming(boolean exactNames, boolean scopeLabels) {

  MetricName metric(MetricFamily family, Escaping escaping) {
    return exactNames
        ? MetricName.exact(family, escaping)
        : MetricName.translated(family, escaping);
  }

  /** The labels that all series of a scope have; none for the application itself. */
  LabelSet scope(InstrumentationScope scope, Escaping escaping) {
    LabelSet labels = new LabelSet(escaping, Set.of());
    if (scopeLabels) {
      add(labels, "otel_scope_name", scope.name());
      add(labels, "otel_scope_version", scope.version());
      add(labels, "otel_scope_schema_url", scope.schemaUrl());
      labels.addAll("otel_scope_", withoutIdentity(scope.attributes()));
    }
    return labels;
  }

  private static void add(LabelSet labels, String name, String value) {
    if (!value.isEmpty()) {
      labels.add(name, value);
    }
  }

  /** Without the attributes that would pass for the scope's own name, version or schema URL. */
  private static Attributes withoutIdentity(Attributes attributes) {
    if (attributes.isEmpty()) {
      return attributes;
    }
    return attributes.toBuilder()
        .removeIf(key -> Set.of("name", "version", "schema_url").contains(key.getKey()))
        .build();
  }
}
