package io.obs4j;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;

/** The signals of one {@link Obs} as OpenTelemetry's instrumentation libraries want them. */
final class Telemetry implements OpenTelemetry {

  private final TracerProvider tracers;
  private final MeterProvider meters;
  private final ContextPropagators propagators;

  Telemetry(TracerProvider tracers, MeterProvider meters, ContextPropagators propagators) {
    this.tracers = tracers;
    this.meters = meters;
    this.propagators = propagators;
  }

  @Override
  public TracerProvider getTracerProvider() {
    return tracers;
  }

  @Override
  public MeterProvider getMeterProvider() {
    return meters;
  }

  @Override
  public ContextPropagators getPropagators() {
    return propagators;
  }
}
