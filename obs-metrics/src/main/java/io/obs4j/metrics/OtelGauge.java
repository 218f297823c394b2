package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A gauge of longs or of doubles, as its declaration says. It keeps no exemplars. */
sealed class OtelGauge implements LongGauge, DoubleGauge permits OtelIncubatorInstruments.Gauge {

  final OpenSeries<LastValueCell> series;

  OtelGauge(OpenSeries<LastValueCell> series) {
    this.series = series;
  }

  @Override
  public final boolean isEnabled() {
    return true;
  }

  @Override
  public final void set(long value) {
    series.of(null).set(value);
  }

  @Override
  public final void set(long value, @Nullable Attributes attributes) {
    series.of(attributes).set(value);
  }

  @Override
  public final void set(long value, @Nullable Attributes attributes, @Nullable Context context) {
    series.of(attributes).set(value);
  }

  @Override
  public final void set(double value) {
    series.of(null).set(value);
  }

  @Override
  public final void set(double value, @Nullable Attributes attributes) {
    series.of(attributes).set(value);
  }

  @Override
  public final void set(double value, @Nullable Attributes attributes, @Nullable Context context) {
    series.of(attributes).set(value);
  }
}
