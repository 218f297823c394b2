package io.obs4j.metrics;

import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Declares gauges of longs. */
sealed class OtelLongGaugeBuilder implements LongGaugeBuilder
    permits OtelIncubatorBuilders.LongGauges {

  final OtelDeclaration declaration;

  OtelLongGaugeBuilder(OtelDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public final LongGaugeBuilder setDescription(@Nullable String description) {
    declaration.description(description);
    return this;
  }

  @Override
  public final LongGaugeBuilder setUnit(@Nullable String unit) {
    declaration.unit(unit);
    return this;
  }

  @Override
  public final LongGauge build() {
    OpenSeries<LastValueCell> series =
        declaration.recorded(Aggregation.Plain.INTEGERS, LastValueCell::new);
    return series == null
        ? OtelMeter.NOOP.gaugeBuilder("").ofLongs().build()
        : OtelMeter.TYPES.gauge(series);
  }

  @Override
  public final ObservableLongGauge buildWithCallback(
      @Nullable Consumer<ObservableLongMeasurement> callback) {
    return declaration.observed(callback);
  }

  @Override
  public final ObservableLongMeasurement buildObserver() {
    OtelMeasurement measurement = declaration.observed();
    return measurement == null
        ? OtelMeter.NOOP.gaugeBuilder("").ofLongs().buildObserver()
        : measurement;
  }
}
