package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * A summary whose labels are not fixed, and of which others keep count and sum: both are read from
 * callbacks during each walk, and no quantiles are told. {@link ObservedFamily} says how callbacks
 * may fail. Safe for use by any thread.
 */
public final class OpenObservedSummary {

  private final OpenCallbacks added;

  OpenObservedSummary(OpenCallbacks added) {
    this.added = added;
  }

  /**
   * Observes one series.
   *
   * @param count asked in each walk: how many values there were; negative ones are refused
   * @param sum asked right after it: their sum, in the declared unit; what is not finite is refused
   * @param attributes of the series
   * @return to be closed when the observed object ends
   */
  public Registration callback(LongSupplier count, DoubleSupplier sum, Attributes attributes) {
    Objects.requireNonNull(count, "count");
    Objects.requireNonNull(sum, "sum");
    Callbacks callbacks = added.callbacks();
    return added.add(
        attributes,
        (table, key) -> () -> callbacks.observe(table, key, count.getAsLong(), sum.getAsDouble()));
  }
}
