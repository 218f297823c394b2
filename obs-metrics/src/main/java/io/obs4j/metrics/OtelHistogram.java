package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A histogram of longs and of doubles. What it refuses makes no series. */
sealed class OtelHistogram implements LongHistogram, DoubleHistogram
    permits OtelIncubatorInstruments.Histogram {

  final OpenSeries<HistogramCell> series;

  OtelHistogram(OpenSeries<HistogramCell> series) {
    this.series = series;
  }

  @Override
  public final boolean isEnabled() {
    return true;
  }

  @Override
  public final void record(long value) {
    record((double) value, null, null);
  }

  @Override
  public final void record(long value, @Nullable Attributes attributes) {
    record((double) value, attributes, null);
  }

  @Override
  public final void record(long value, @Nullable Attributes attributes, @Nullable Context context) {
    record((double) value, attributes, context);
  }

  @Override
  public final void record(double value) {
    record(value, null, null);
  }

  @Override
  public final void record(double value, @Nullable Attributes attributes) {
    record(value, attributes, null);
  }

  @Override
  public final void record(
      double value, @Nullable Attributes attributes, @Nullable Context context) {
    if (Double.isFinite(value)) {
      series.of(attributes).record(value, context);
    } else {
      series.refuse(Refusal.NOT_FINITE);
    }
  }
}
