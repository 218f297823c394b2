package io.obs4j.metrics;

import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.ObservableDoubleCounter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Declares counters of doubles. */
sealed class OtelDoubleCounterBuilder implements DoubleCounterBuilder
    permits OtelIncubatorBuilders.DoubleCounters {

  final OtelDeclaration declaration;

  OtelDoubleCounterBuilder(OtelDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public final DoubleCounterBuilder setDescription(@Nullable String description) {
    declaration.description(description);
    return this;
  }

  @Override
  public final DoubleCounterBuilder setUnit(@Nullable String unit) {
    declaration.unit(unit);
    return this;
  }

  @Override
  public final DoubleCounter build() {
    OpenSeries<CounterCell> series = declaration.recorded(Aggregation.Plain.LAST, CounterCell::new);
    return series == null
        ? OtelMeter.NOOP.counterBuilder("").ofDoubles().build()
        : OtelMeter.TYPES.counter(series);
  }

  @Override
  public final ObservableDoubleCounter buildWithCallback(
      @Nullable Consumer<ObservableDoubleMeasurement> callback) {
    return declaration.observed(callback);
  }

  @Override
  public final ObservableDoubleMeasurement buildObserver() {
    OtelMeasurement measurement = declaration.observed();
    return measurement == null
        ? OtelMeter.NOOP.counterBuilder("").ofDoubles().buildObserver()
        : measurement;
  }
}
