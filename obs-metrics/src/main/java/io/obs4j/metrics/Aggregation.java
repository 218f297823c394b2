package io.obs4j.metrics;

/** How the recordings of a metric are aggregated, beyond its kind. Part of a metric's shape. */
sealed interface Aggregation permits Aggregation.Last, Aggregation.Buckets {

  /** Sums, values and facts: there is nothing to choose. */
  record Last() implements Aggregation {}

  /** Distributions. */
  record Buckets(HistogramLayout layout) implements Aggregation {

    @Override
    public String toString() {
      return layout.toString();
    }
  }
}
