package io.obs4j.metrics;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a builder has gathered of a metric.
 *
 * @param selection of attributes whose keys are not fixed, or null for a metric with labels
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
    @Nullable AttributeSelection selection,
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
        && Objects.equals(selection, other.selection)
        && aggregation.equals(other.aggregation);
  }

  /** Whether recordings of both, whose keys are not fixed, can share series. */
  boolean canShareSeriesOf(Declaration other) {
    return kind == other.kind
        && observed == other.observed
        && unit.equals(other.unit)
        && selection != null
        && other.selection != null
        && aggregation.sort().equals(other.aggregation.sort());
  }

  /** Tells apart the metrics of one name that cannot share series. */
  String variant() {
    return kind + (observed ? " observed " : " ") + aggregation.sort() + unit;
  }

  /** What two declarations of one name must agree on, in words for people. */
  String shape() {
    return (kind
            + (observed ? " (observed)" : "")
            + (unit.isEmpty() ? "" : " unit=" + unit)
            + (selection == null ? " labels=" + labels : " attributes=" + selection)
            + (constants.isEmpty() ? "" : " constants=" + constants.asMap())
            + " "
            + aggregation)
        .strip();
  }

  Declaration named(String newName) {
    return with(newName, labels, constants, selection, aggregation, limit);
  }

  Declaration limited(int newLimit) {
    return with(name, labels, constants, selection, aggregation, newLimit);
  }

  /** Without a label or attribute, be it constant or not. */
  Declaration without(String label) {
    return with(
        name,
        labels.stream().filter(other -> !other.equals(label)).toList(),
        constants.toBuilder().remove(AttributeKey.stringKey(label)).build(),
        selection == null ? null : selection.without(label),
        aggregation,
        limit);
  }

  /** With other buckets, if it has any. */
  Declaration counting(UnaryOperator<HistogramLayout> change) {
    return aggregation instanceof HistogramLayout layout
        ? with(name, labels, constants, selection, change.apply(layout), limit)
        : this;
  }

  private Declaration with(
      String newName,
      List<String> newLabels,
      Attributes newConstants,
      @Nullable AttributeSelection newSelection,
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
        newSelection,
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
        selection,
        Aggregation.Plain.LAST,
        limit,
        idle);
  }
}
