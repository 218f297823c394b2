package io.obs4j.metrics;

import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declares histograms of longs. */
sealed class OtelLongHistogramBuilder implements LongHistogramBuilder
    permits OtelIncubatorBuilders.LongHistograms {

  final OtelDeclaration declaration;

  OtelLongHistogramBuilder(OtelDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public final LongHistogramBuilder setDescription(@Nullable String description) {
    declaration.description(description);
    return this;
  }

  @Override
  public final LongHistogramBuilder setUnit(@Nullable String unit) {
    declaration.unit(unit);
    return this;
  }

  @Override
  public final LongHistogramBuilder setExplicitBucketBoundariesAdvice(
      @Nullable List<Long> bucketBoundaries) {
    declaration.bounds(bucketBoundaries);
    return this;
  }

  @Override
  public final LongHistogram build() {
    OpenSeries<HistogramCell> series = declaration.distribution();
    return series == null
        ? OtelMeter.NOOP.histogramBuilder("").ofLongs().build()
        : OtelMeter.TYPES.histogram(series);
  }
}
