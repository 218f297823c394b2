package io.obs4j.metrics;

import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Declares counters of longs. */
sealed class OtelLongCounterBuilder implements LongCounterBuilder
    permits OtelIncubatorBuilders.LongCounters {

  final OtelDeclaration declaration;

  OtelLongCounterBuilder(OtelDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public final LongCounterBuilder setDescription(@Nullable String description) {
    declaration.description(description);
    return this;
  }

  @Override
  public final LongCounterBuilder setUnit(@Nullable String unit) {
    declaration.unit(unit);
    return this;
  }

  @Override
  public final DoubleCounterBuilder ofDoubles() {
    return OtelMeter.TYPES.doubleCounter(declaration);
  }

  @Override
  public final LongCounter build() {
    OpenSeries<CounterCell> series = declaration.recorded(Aggregation.Plain.LAST, CounterCell::new);
    return series == null
        ? OtelMeter.NOOP.counterBuilder("").build()
        : OtelMeter.TYPES.counter(series);
  }

  @Override
  public final ObservableLongCounter buildWithCallback(
      @Nullable Consumer<ObservableLongMeasurement> callback) {
    return declaration.observed(callback);
  }

  @Override
  public final ObservableLongMeasurement buildObserver() {
    OtelMeasurement measurement = declaration.observed();
    return measurement == null ? OtelMeter.NOOP.counterBuilder("").buildObserver() : measurement;
  }
}
