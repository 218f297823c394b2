package io.obs4j.tracing;

import io.obs4j.core.Diagnostics;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls propagators in their order, and keeps from the service whatever they, or the carrier behind
 * them, throw: such a part has extracted or injected nothing, and the others go on.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/context/api-propagators/#composite-propagator">OpenTelemetry,
 *     Composite Propagator</a>
 */
final class CompositePropagator implements TextMapPropagator {

  /** The kind of fault under which what parts throw is counted. */
  private static final String FAULT = "tracing.propagation";

  private final TextMapPropagator[] parts;
  private final List<String> fields;
  private final @Nullable Diagnostics diagnostics;

  CompositePropagator(List<TextMapPropagator> parts, @Nullable Diagnostics diagnostics) {
    this.parts = parts.toArray(new TextMapPropagator[0]);
    this.fields = fields(parts);
    this.diagnostics = diagnostics;
  }

  private static List<String> fields(List<TextMapPropagator> parts) {
    List<String> fields = new ArrayList<>();
    for (TextMapPropagator part : parts) {
      for (String field : part.fields()) {
        if (!fields.contains(field)) {
          fields.add(field);
        }
      }
    }
    return Collections.unmodifiableList(fields);
  }

  @Override
  public Collection<String> fields() {
    return fields;
  }

  @Override
  public <C> void inject(
      @Nullable Context context, @Nullable C carrier, @Nullable TextMapSetter<C> setter) {
    if (context == null || setter == null) {
      return;
    }
    for (TextMapPropagator part : parts) {
      try {
        part.inject(context, carrier, setter);
      } catch (Throwable e) {
        fault(part, "inject into", e);
      }
    }
  }

  @Override
  public <C> Context extract(
      @Nullable Context context, @Nullable C carrier, @Nullable TextMapGetter<C> getter) {
    Context extracted = context == null ? Context.root() : context;
    if (getter == null) {
      return extracted;
    }
    for (TextMapPropagator part : parts) {
      try {
        extracted = Objects.requireNonNull(part.extract(extracted, carrier, getter), "context");
      } catch (Throwable e) {
        fault(part, "extract from", e);
      }
    }
    return extracted;
  }

  private void fault(TextMapPropagator part, String what, Throwable cause) {
    if (diagnostics != null) {
      diagnostics.fault(
          FAULT,
          part.toString(),
          "The propagator "
              + part
              + " could not "
              + what
              + " a request, which goes on without: "
              + cause
              + ". Mend what reads or writes the headers.",
          cause);
    }
  }

  @Override
  public String toString() {
    StringBuilder names = new StringBuilder();
    for (TextMapPropagator part : parts) {
      names.append(names.length() == 0 ? "" : ",").append(part);
    }
    return names.toString();
  }
}
