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

  private static final String SCOPE_NAME = "otel_scope_name";
  private static final String SCOPE_VERSION = "otel_scope_version";
  private static final String SCOPE_SCHEMA_URL = "otel_scope_schema_url";
  private static final Set<String> SCOPE_NAMES =
      Set.of(SCOPE_NAME, SCOPE_VERSION, SCOPE_SCHEMA_URL);

  MetricName metric(MetricFamily family, Escaping escaping) {
    return exactNames
        ? MetricName.exact(family, escaping)
        : MetricName.translated(family, escaping);
  }

  /** The labels that tell the scope, which no attribute of a series must pass for. */
  Set<String> scopeNames() {
    return scopeLabels ? SCOPE_NAMES : Set.of();
  }

  /** The labels that all series of a scope have; none for the application itself. */
  LabelSet scope(InstrumentationScope scope, Escaping escaping) {
    LabelSet labels = new LabelSet(escaping, Set.of());
    if (scopeLabels) {
      add(labels, SCOPE_NAME, scope.name());
      add(labels, SCOPE_VERSION, scope.version());
      add(labels, SCOPE_SCHEMA_URL, scope.schemaUrl());
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
