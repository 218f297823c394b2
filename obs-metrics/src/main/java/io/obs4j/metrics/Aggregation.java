package io.obs4j.metrics;

/** How the recordings of a metric are aggregated, beyond its kind. Part of a metric's shape. */
sealed interface Aggregation permits Aggregation.Last {

  /** Sums, values and facts: there is nothing to choose. */
  record Last() implements Aggregation {}
}
