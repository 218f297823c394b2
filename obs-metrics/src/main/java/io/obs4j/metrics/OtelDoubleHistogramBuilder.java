package io.obs4j.metrics;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declares histograms of doubles. */
sealed class OtelDoubleHistogramBuilder implements DoubleHistogramBuilder
    permits OtelIncubatorBuilders.DoubleHistograms {

  final OtelDeclaration declaration;

  OtelDoubleHistogramBuilder(OtelDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public final DoubleHistogramBuilder setDescription(@Nullable String description) {
    declaration.description(description);
    return this;
  }

  @Override
  public final DoubleHistogramBuilder setUnit(@Nullable String unit) {
    declaration.unit(unit);
    return this;
  }

  @Override
  public final DoubleHistogramBuilder setExplicitBucketBoundariesAdvice(
      @Nullable List<Double> bucketBoundaries) {
    declaration.bounds(bucketBoundaries);
    return this;
  }

  @Override
  public final LongHistogramBuilder ofLongs() {
    return OtelMeter.TYPES.longHistogram(declaration);
  }

  @Override
  public final DoubleHistogram build() {
    OpenSeries<HistogramCell> series = declaration.distribution();
    return series == null
        ? OtelMeter.NOOP.histogramBuilder("").build()
        : OtelMeter.TYPES.histogram(series);
  }
}
