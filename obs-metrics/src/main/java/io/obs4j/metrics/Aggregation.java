package io.obs4j.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the recordings of a metric are aggregated, beyond its kind. Part of a metric's shape: equal
 * ones are the same.
 */
sealed interface Aggregation
    permits Aggregation.Plain, Aggregation.States, HistogramLayout, SummaryLayout {

  /** What recordings have in common that can share series. */
  default String sort() {
    return getClass().getSimpleName();
  }

  /** Where there is nothing to choose. */
  enum Plain implements Aggregation {
    /** Sums, values and facts. */
    LAST(""),
    /** Values that are not shown before they are set. */
    NUMBERS(""),
    /** The same of integers, exactly. */
    INTEGERS("integers"),
    /** Tasks in flight. */
    TASKS("tasks");

    private final String text;

    Plain(String text) {
      this.text = text;
    }

    @Override
    public String sort() {
      return name();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * State sets.
   *
   * <p>{@code equals} and {@code hashCode} are spelled out: those that the JDK derives keep the
   * class loader of a record alive, before JDK 19 for ever.
   */
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
}
