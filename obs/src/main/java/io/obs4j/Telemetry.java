package io.obs4j;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.jspecify.annotations.Nullable;

/** The signals of one {@link Obs} as OpenTelemetry's instrumentation libraries want them. */
final class Telemetry implements OpenTelemetry {

  private final TracerProvider tracers;
  private final MeterProvider meters;
  private final @Nullable LazyLogging logging;
  private final ContextPropagators propagators;

  /**
   * The signals.
   *
   * @param logging made when somebody asks for its front; null if nothing is to be recorded
   */
  Telemetry(
      TracerProvider tracers,
      MeterProvider meters,
      @Nullable LazyLogging logging,
      ContextPropagators propagators) {
    this.tracers = tracers;
    this.meters = meters;
    this.logging = logging;
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
  public LoggerProvider getLogsBridge() {
    return logging == null ? LoggerProvider.noop() : logging.get().loggerProvider();
  }

  @Override
  public ContextPropagators getPropagators() {
    return propagators;
  }
}
