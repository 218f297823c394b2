package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;

/**
 * The attribute set that a series is found by within its table. Immutable, with its hash at hand.
 */
abstract sealed class SeriesKey permits LabelValues, AttributeKeys {

  final int hash;

  SeriesKey(int hash) {
    this.hash = hash;
  }

  /** The attributes without the constants of the family, built on each call. */
  abstract Attributes attributes(String[] labelNames);

  /** The key of the same series in a table of other labels. */
  abstract SeriesKey relabelled(String[] labelNames, String[] otherNames);

  @Override
  public abstract boolean equals(Object other);

  @Override
  public final int hashCode() {
    return hash;
  }
}
