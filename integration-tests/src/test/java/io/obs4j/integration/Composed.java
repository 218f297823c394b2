package io.obs4j.integration;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;

/** One object of the parts, as instrumentation libraries take it. */
final class Composed implements OpenTelemetry {

  private final TracerProvider tracers;
  private final MeterProvider meters;
  private final ContextPropagators propagators;

  Composed(TracerProvider tracers, MeterProvider meters, TextMapPropagator propagator) {
    this.tracers = tracers;
    this.meters = meters;
    this.propagators = ContextPropagators.create(propagator);
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
