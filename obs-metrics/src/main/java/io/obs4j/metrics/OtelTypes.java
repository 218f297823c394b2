package io.obs4j.metrics;

import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;

/**
 * Makes the builders and instruments of the API as it is. Subclasses add what the incubator has,
 * and are loaded only where it is on the class path.
 */
sealed class OtelTypes permits OtelIncubatorTypes {

  private static final String INCUBATOR = "io.opentelemetry.api.incubator.metrics.";

  OtelTypes() {}

  /** What this process has. */
  static OtelTypes onClassPath() {
    if (has("BoundLongCounter")) {
      return new OtelBindingTypes();
    }
    return has("ExtendedDoubleHistogramBuilder") ? new OtelIncubatorTypes() : new OtelTypes();
  }

  private static boolean has(String type) {
    try {
      Class.forName(INCUBATOR + type, false, OtelTypes.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  LongCounterBuilder longCounter(OtelDeclaration declaration) {
    return new OtelLongCounterBuilder(declaration);
  }

  DoubleCounterBuilder doubleCounter(OtelDeclaration declaration) {
    return new OtelDoubleCounterBuilder(declaration);
  }

  LongUpDownCounterBuilder longUpDownCounter(OtelDeclaration declaration) {
    return new OtelLongUpDownCounterBuilder(declaration);
  }

  DoubleUpDownCounterBuilder doubleUpDownCounter(OtelDeclaration declaration) {
    return new OtelDoubleUpDownCounterBuilder(declaration);
  }

  LongHistogramBuilder longHistogram(OtelDeclaration declaration) {
    return new OtelLongHistogramBuilder(declaration);
  }

  DoubleHistogramBuilder doubleHistogram(OtelDeclaration declaration) {
    return new OtelDoubleHistogramBuilder(declaration);
  }

  LongGaugeBuilder longGauge(OtelDeclaration declaration) {
    return new OtelLongGaugeBuilder(declaration);
  }

  DoubleGaugeBuilder doubleGauge(OtelDeclaration declaration) {
    return new OtelDoubleGaugeBuilder(declaration);
  }

  OtelCounter counter(OpenSeries<CounterCell> series) {
    return new OtelCounter(series);
  }

  OtelUpDownCounter upDownCounter(OpenSeries<UpDownCounterCell> series) {
    return new OtelUpDownCounter(series);
  }

  OtelHistogram histogram(OpenSeries<HistogramCell> series) {
    return new OtelHistogram(series);
  }

  OtelGauge gauge(OpenSeries<LastValueCell> series) {
    return new OtelGauge(series);
  }
}
