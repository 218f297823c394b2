package io.obs4j.metrics;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a builder has gathered of a metric.
 *
 * @param limit of series, without the overflow series
 * @param idle after how long without a write a series is hidden, or null for never
 */
record Declaration(
    InstrumentationScope scope,
    String name,
    MetricKind kind,
    boolean observed,
    String unit,
    String help,
    List<String> labels,
    Attributes constants,
    Aggregation aggregation,
    int limit,
    @Nullable Duration idle) {

  MetricFamily family() {
    return new MetricFamily(scope, name, kind, unit, help, observed);
  }

  /** Whether the same instruments can serve both; help, limit and idle time may differ. */
  boolean hasShapeOf(Declaration other) {
    return shape().equals(other.shape());
  }

  /** What two declarations of one name must agree on, in words for people. */
  String shape() {
    return kind
        + (observed ? " (observed)" : "")
        + " unit="
        + (unit.isEmpty() ? "none" : unit)
        + " labels="
        + labels
        + " constants="
        + constants.asMap()
        + " "
        + aggregation;
  }
}
