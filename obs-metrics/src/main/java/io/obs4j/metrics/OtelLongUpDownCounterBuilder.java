package io.obs4j.metrics;

import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Declares up-down counters of longs. */
sealed class OtelLongUpDownCounterBuilder implements LongUpDownCounterBuilder
    permits OtelIncubatorBuilders.LongUpDownCounters {

  final OtelDeclaration declaration;

  OtelLongUpDownCounterBuilder(OtelDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public final LongUpDownCounterBuilder setDescription(@Nullable String description) {
    declaration.description(description);
    return this;
  }

  @Override
  public final LongUpDownCounterBuilder setUnit(@Nullable String unit) {
    declaration.unit(unit);
    return this;
  }

  @Override
  public final DoubleUpDownCounterBuilder ofDoubles() {
    return OtelMeter.TYPES.doubleUpDownCounter(declaration);
  }

  @Override
  public final LongUpDownCounter build() {
    OpenSeries<UpDownCounterCell> series =
        declaration.recorded(Aggregation.Plain.LAST, UpDownCounterCell::new);
    return series == null
        ? OtelMeter.NOOP.upDownCounterBuilder("").build()
        : OtelMeter.TYPES.upDownCounter(series);
  }

  @Override
  public final ObservableLongUpDownCounter buildWithCallback(
      @Nullable Consumer<ObservableLongMeasurement> callback) {
    return declaration.observed(callback);
  }

  @Override
  public final ObservableLongMeasurement buildObserver() {
    OtelMeasurement measurement = declaration.observed();
    return measurement == null
        ? OtelMeter.NOOP.upDownCounterBuilder("").buildObserver()
        : measurement;
  }
}
