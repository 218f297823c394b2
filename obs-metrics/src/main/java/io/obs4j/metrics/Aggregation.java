package io.obs4j.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the recordings of a metric are aggregated, beyond its kind. Part of a metric's shape. */
sealed interface Aggregation {

  /*
   * equals and hashCode are spelled out: those that the JDK derives keep the class loader of a
   * record alive, before JDK 19 for ever.
   */

  /** Sums, values and facts: there is nothing to choose. */
  record Last() implements Aggregation {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Last;
    }

    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public String toString() {
      return "";
    }
  }

  /** Values that are integers, exactly. */
  record Integers() implements Aggregation {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Integers;
    }

    @Override
    public int hashCode() {
      return 3;
    }

    @Override
    public String toString() {
      return "integers";
    }
  }

  /** Distributions. */
  record Buckets(HistogramLayout layout) implements Aggregation {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Buckets that && layout.equals(that.layout);
    }

    @Override
    public int hashCode() {
      return layout.hashCode();
    }

    @Override
    public String toString() {
      return layout.toString();
    }
  }

  /** Summaries. */
  record Quantiles(SummaryLayout layout) implements Aggregation {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Quantiles that && layout.equals(that.layout);
    }

    @Override
    public int hashCode() {
      return layout.hashCode();
    }

    @Override
    public String toString() {
      return layout.toString();
    }
  }

  /** State sets. */
  record States(List<String> names) implements Aggregation {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof States that && names.equals(that.names);
    }

    @Override
    public int hashCode() {
      return names.hashCode();
    }

    @Override
    public String toString() {
      return "states=" + names;
    }
  }

  /** Tasks in flight. */
  record Tasks() implements Aggregation {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Tasks;
    }

    @Override
    public int hashCode() {
      return 2;
    }

    @Override
    public String toString() {
      return "tasks";
    }
  }
}
