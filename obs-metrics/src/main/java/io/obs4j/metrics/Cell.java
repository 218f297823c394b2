package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;
import io.obs4j.core.Series;
import io.opentelemetry.api.common.Attributes;

/**
 * One series of a {@link SeriesTable}: the instrument that the user writes and the series that
 * exporters read are the same object.
 */
abstract class Cell implements Series {

  final SeriesTable table;
  final SeriesKey key;
  private final int index;
  private final int generation;
  private final long startEpochNanos;

  Cell(Place place) {
    table = place.table();
    key = place.key();
    index = place.index();
    generation = place.generation();
    startEpochNanos = place.startEpochNanos();
  }

  /** Where a new cell will stand. */
  record Place(SeriesTable table, SeriesKey key, int index, int generation, long startEpochNanos) {}

  /** Whether this walk shows the series. */
  boolean isVisible(Readings readings) {
    return true;
  }

  /** Hands a consistent reading to the visitor. */
  abstract void accept(MetricVisitor visitor, Readings readings);

  /**
   * A number that differs after a write, unless by rare chance; idle time is counted from when it
   * last changed.
   */
  abstract long activity();

  /**
   * Ends the series: every write is either in the last value or refused as {@link Refusal#REMOVED}.
   * Called once, under the table's lock.
   */
  abstract void close();

  @Override
  public final Attributes attributes() {
    return table.withConstants(key.attributes(table.labelNames()));
  }

  @Override
  public final int index() {
    return index;
  }

  @Override
  public final int generation() {
    return generation;
  }

  @Override
  public final long startEpochNanos() {
    return startEpochNanos;
  }
}
