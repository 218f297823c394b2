package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where callbacks are added that observe a metric whose labels are not fixed.
 *
 * @param series null if the metric is left out: its callbacks are then never called
 */
record OpenCallbacks(Callbacks callbacks, @Nullable OpenSeries<?> series) {

  /**
   * Adds a callback for one series.
   *
   * @param callback what is called in each walk, made for the table and the key of the series
   */
  Registration add(Attributes attributes, BiFunction<SeriesTable, SeriesKey, Runnable> callback) {
    return series == null
        ? () -> {}
        : callbacks.add(series.name(), callback.apply(series.table(), series.key(attributes)));
  }
}
