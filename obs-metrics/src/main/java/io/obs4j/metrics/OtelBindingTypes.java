package io.obs4j.metrics;

/** Makes instruments that can be bound, too, as newer incubators have them. */
final class OtelBindingTypes extends OtelIncubatorTypes {

  @Override
  OtelCounter counter(OpenSeries<CounterCell> series) {
    return new OtelIncubatorInstruments.Counter(series);
  }

  @Override
  OtelUpDownCounter upDownCounter(OpenSeries<UpDownCounterCell> series) {
    return new OtelIncubatorInstruments.UpDownCounter(series);
  }

  @Override
  OtelHistogram histogram(OpenSeries<HistogramCell> series) {
    return new OtelIncubatorInstruments.Histogram(series);
  }

  @Override
  OtelGauge gauge(OpenSeries<LastValueCell> series) {
    return new OtelIncubatorInstruments.Gauge(series);
  }
}
