package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * A metric whose labels are not fixed, and whose values are read from callbacks during each walk;
 * {@link ObservedFamily} says how they may fail. Safe for use by any thread.
 */
public final class OpenObservedFamily {

  private final OpenCallbacks added;

  OpenObservedFamily(OpenCallbacks added) {
    this.added = added;
  }

  /**
   * Observes one series as a {@code double}.
   *
   * @param value asked in each walk; of a counter, the total so far
   * @param attributes of the series
   * @return to be closed when the observed object ends
   */
  public Registration callback(DoubleSupplier value, Attributes attributes) {
    Objects.requireNonNull(value, "value");
    Callbacks callbacks = added.callbacks();
    return added.add(
        attributes, (table, key) -> () -> callbacks.observe(table, key, value.getAsDouble()));
  }

  /**
   * Observes one series as a {@code long}.
   *
   * @param value asked in each walk; of a counter, the total so far
   * @param attributes of the series
   * @return to be closed when the observed object ends
   */
  public Registration longCallback(LongSupplier value, Attributes attributes) {
    Objects.requireNonNull(value, "value");
    Callbacks callbacks = added.callbacks();
    return added.add(
        attributes, (table, key) -> () -> callbacks.observe(table, key, value.getAsLong()));
  }
}
