package io.obs4j.metrics;

import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableDoubleUpDownCounter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Declares up-down counters of doubles. */
sealed class OtelDoubleUpDownCounterBuilder implements DoubleUpDownCounterBuilder
    permits OtelIncubatorBuilders.DoubleUpDownCounters {

  final OtelDeclaration declaration;

  OtelDoubleUpDownCounterBuilder(OtelDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public final DoubleUpDownCounterBuilder setDescription(@Nullable String description) {
    declaration.description(description);
    return this;
  }

  @Override
  public final DoubleUpDownCounterBuilder setUnit(@Nullable String unit) {
    declaration.unit(unit);
    return this;
  }

  @Override
  public final DoubleUpDownCounter build() {
    OpenSeries<UpDownCounterCell> series =
        declaration.recorded(Aggregation.Plain.LAST, UpDownCounterCell::new);
    return series == null
        ? OtelMeter.NOOP.upDownCounterBuilder("").ofDoubles().build()
        : OtelMeter.TYPES.upDownCounter(series);
  }

  @Override
  public final ObservableDoubleUpDownCounter buildWithCallback(
      @Nullable Consumer<ObservableDoubleMeasurement> callback) {
    return declaration.observed(callback);
  }

  @Override
  public final ObservableDoubleMeasurement buildObserver() {
    OtelMeasurement measurement = declaration.observed();
    return measurement == null
        ? OtelMeter.NOOP.upDownCounterBuilder("").ofDoubles().buildObserver()
        : measurement;
  }
}
