package io.obs4j.metrics;

import io.obs4j.core.InstrumentationScope;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what callbacks observe of one instrument, while one runs that it was registered for. All
 * other observations are refused and counted.
 */
final class OtelMeasurement implements ObservableLongMeasurement, ObservableDoubleMeasurement {

  private final OtelMeter meter;
  private final OpenSeries<ObservedCell> series;
  private final Callbacks callbacks;

  /* Of the thread that calls the callbacks; all others are refused whatever they see. */
  private boolean called;

  OtelMeasurement(OtelMeter meter, OpenSeries<ObservedCell> series) {
    this.meter = meter;
    this.series = series;
    callbacks = meter.registry().callbacks();
  }

  /** Registers a callback that may observe some measurements. */
  static OtelObservable observing(
      Callbacks callbacks, List<OtelMeasurement> measurements, Runnable callback) {
    return new OtelObservable(
        callbacks.add(
            measurements.get(0).series.name(),
            () -> {
              allow(measurements, true);
              try {
                callback.run();
              } finally {
                allow(measurements, false);
              }
            }));
  }

  private static void allow(List<OtelMeasurement> measurements, boolean now) {
    for (OtelMeasurement measurement : measurements) {
      measurement.called = now;
    }
  }

  boolean isOf(Registry registry, InstrumentationScope scope) {
    return meter.registry() == registry && meter.scope().equals(scope);
  }

  @Override
  public void record(long value) {
    record(value, Attributes.empty());
  }

  @Override
  public void record(long value, @Nullable Attributes attributes) {
    if (accepts()) {
      callbacks.observe(series.table(), series.key(attributes), value);
    }
  }

  @Override
  public void record(double value) {
    record(value, Attributes.empty());
  }

  @Override
  public void record(double value, @Nullable Attributes attributes) {
    if (accepts()) {
      callbacks.observe(series.table(), series.key(attributes), value);
    }
  }

  private boolean accepts() {
    if (!called) {
      series.refuse(Refusal.OUTSIDE_CALLBACK);
    }
    return called;
  }
}
