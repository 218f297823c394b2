package io.obs4j.metrics;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
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
    return kind == other.kind
        && observed == other.observed
        && unit.equals(other.unit)
        && labels.equals(other.labels)
        && constants.equals(other.constants)
        && aggregation.equals(other.aggregation);
  }

  /** What two declarations of one name must agree on, in words for people. */
  String shape() {
    return (kind
            + (observed ? " (observed)" : "")
            + (unit.isEmpty() ? "" : " unit=" + unit)
            + " labels="
            + labels
            + (constants.isEmpty() ? "" : " constants=" + constants.asMap())
            + " "
            + aggregation)
        .strip();
  }

  Declaration named(String newName) {
    return with(newName, labels, constants, aggregation, limit);
  }

  Declaration limited(int newLimit) {
    return with(name, labels, constants, aggregation, newLimit);
  }

  /** Without a label, be it constant or not. */
  Declaration without(String label) {
    return with(
        name,
        labels.stream().filter(other -> !other.equals(label)).toList(),
        constants.toBuilder().remove(AttributeKey.stringKey(label)).build(),
        aggregation,
        limit);
  }

  /** With other buckets, if it has any. */
  Declaration counting(UnaryOperator<HistogramLayout> change) {
    return aggregation instanceof Aggregation.Buckets buckets
        ? with(
            name, labels, constants, new Aggregation.Buckets(change.apply(buckets.layout())), limit)
        : this;
  }

  private Declaration with(
      String newName,
      List<String> newLabels,
      Attributes newConstants,
      Aggregation newAggregation,
      int newLimit) {
    return new Declaration(
        scope,
        newName,
        kind,
        observed,
        unit,
        help,
        newLabels,
        newConstants,
        newAggregation,
        newLimit,
        idle);
  }

  /** Another metric of the same labels, observed by a callback of ours. */
  Declaration observedAs(String newName, MetricKind newKind, String newUnit) {
    return new Declaration(
        scope,
        newName,
        newKind,
        true,
        newUnit,
        help,
        labels,
        constants,
        new Aggregation.Last(),
        limit,
        idle);
  }
}
