package io.obs4j.metrics;

import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;

/** Makes builders that also take the advice of the incubator. */
sealed class OtelIncubatorTypes extends OtelTypes permits OtelBindingTypes {

  @Override
  LongCounterBuilder longCounter(OtelDeclaration declaration) {
    return new OtelIncubatorBuilders.LongCounters(declaration);
  }

  @Override
  DoubleCounterBuilder doubleCounter(OtelDeclaration declaration) {
    return new OtelIncubatorBuilders.DoubleCounters(declaration);
  }

  @Override
  LongUpDownCounterBuilder longUpDownCounter(OtelDeclaration declaration) {
    return new OtelIncubatorBuilders.LongUpDownCounters(declaration);
  }

  @Override
  DoubleUpDownCounterBuilder doubleUpDownCounter(OtelDeclaration declaration) {
    return new OtelIncubatorBuilders.DoubleUpDownCounters(declaration);
  }

  @Override
  LongHistogramBuilder longHistogram(OtelDeclaration declaration) {
    return new OtelIncubatorBuilders.LongHistograms(declaration);
  }

  @Override
  DoubleHistogramBuilder doubleHistogram(OtelDeclaration declaration) {
    return new OtelIncubatorBuilders.DoubleHistograms(declaration);
  }

  @Override
  LongGaugeBuilder longGauge(OtelDeclaration declaration) {
    return new OtelIncubatorBuilders.LongGauges(declaration);
  }

  @Override
  DoubleGaugeBuilder doubleGauge(OtelDeclaration declaration) {
    return new OtelIncubatorBuilders.DoubleGauges(declaration);
  }
}
