package io.obs4j.metrics;

import java.util.List;

/** How the recordings of a metric are aggregated, beyond its kind. Part of a metric's shape. */
sealed interface Aggregation {

  /** Sums, values and facts: there is nothing to choose. */
  record Last() implements Aggregation {

    @Override
    public String toString() {
      return "";
    }
  }

  /** Distributions. */
  record Buckets(HistogramLayout layout) implements Aggregation {

    @Override
    public String toString() {
      return layout.toString();
    }
  }

  /** Summaries. */
  record Quantiles(SummaryLayout layout) implements Aggregation {

    @Override
    public String toString() {
      return layout.toString();
    }
  }

  /** State sets. */
  record States(List<String> names) implements Aggregation {

    @Override
    public String toString() {
      return "states=" + names;
    }
  }

  /** Tasks in flight. */
  record Tasks() implements Aggregation {

    @Override
    public String toString() {
      return "tasks";
    }
  }
}
