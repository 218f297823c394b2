package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** An up-down counter of longs and of doubles. What it refuses makes no series. */
sealed class OtelUpDownCounter implements LongUpDownCounter, DoubleUpDownCounter
    permits OtelIncubatorInstruments.UpDownCounter {

  final OpenSeries<UpDownCounterCell> series;

  OtelUpDownCounter(OpenSeries<UpDownCounterCell> series) {
    this.series = series;
  }

  @Override
  public final boolean isEnabled() {
    return true;
  }

  @Override
  public final void add(long value) {
    add(value, null, null);
  }

  @Override
  public final void add(long value, @Nullable Attributes attributes) {
    add(value, attributes, null);
  }

  @Override
  public final void add(long value, @Nullable Attributes attributes, @Nullable Context context) {
    series.of(attributes).add(value, context);
  }

  @Override
  public final void add(double value) {
    add(value, null, null);
  }

  @Override
  public final void add(double value, @Nullable Attributes attributes) {
    add(value, attributes, null);
  }

  @Override
  public final void add(double value, @Nullable Attributes attributes, @Nullable Context context) {
    if (Double.isFinite(value)) {
      series.of(attributes).add(value, context);
    } else {
      series.refuse(Refusal.NOT_FINITE);
    }
  }
}
