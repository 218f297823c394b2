package io.obs4j.metrics;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.ObservableDoubleCounter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleUpDownCounter;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;

/** A callback's registration, whatever it observes. Closing it again does nothing. */
final class OtelObservable
    implements ObservableLongCounter,
        ObservableDoubleCounter,
        ObservableLongUpDownCounter,
        ObservableDoubleUpDownCounter,
        ObservableLongGauge,
        ObservableDoubleGauge,
        BatchCallback {

  /** No callback. */
  static final OtelObservable NOTHING = new OtelObservable(() -> {});

  private final Registration registration;

  OtelObservable(Registration registration) {
    this.registration = registration;
  }

  @Override
  public void close() {
    registration.close();
  }
}
