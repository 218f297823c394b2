package io.obs4j.metrics;

import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Declares gauges of doubles. */
sealed class OtelDoubleGaugeBuilder implements DoubleGaugeBuilder
    permits OtelIncubatorBuilders.DoubleGauges {

  final OtelDeclaration declaration;

  OtelDoubleGaugeBuilder(OtelDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public final DoubleGaugeBuilder setDescription(@Nullable String description) {
    declaration.description(description);
    return this;
  }

  @Override
  public final DoubleGaugeBuilder setUnit(@Nullable String unit) {
    declaration.unit(unit);
    return this;
  }

  @Override
  public final LongGaugeBuilder ofLongs() {
    return OtelMeter.TYPES.longGauge(declaration);
  }

  @Override
  public final DoubleGauge build() {
    OpenSeries<LastValueCell> series =
        declaration.recorded(Aggregation.Plain.NUMBERS, LastValueCell::new);
    return series == null ? OtelMeter.NOOP.gaugeBuilder("").build() : OtelMeter.TYPES.gauge(series);
  }

  @Override
  public final ObservableDoubleGauge buildWithCallback(
      @Nullable Consumer<ObservableDoubleMeasurement> callback) {
    return declaration.observed(callback);
  }

  @Override
  public final ObservableDoubleMeasurement buildObserver() {
    OtelMeasurement measurement = declaration.observed();
    return measurement == null ? OtelMeter.NOOP.gaugeBuilder("").buildObserver() : measurement;
  }
}
