package io.obs4j.core;

import java.util.Objects;

/** Metrics, and no other signal. */
record MetricSignals(Resource resource, MetricSource metrics, Diagnostics diagnostics, Clock clock)
    implements Signals {

  MetricSignals {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(metrics, "metrics");
    Objects.requireNonNull(diagnostics, "diagnostics");
    Objects.requireNonNull(clock, "clock");
  }
}
