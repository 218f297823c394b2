package io.obs4j.spring;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * Meters of observations, and spans where they are ours to make, by one handler: told as one that
 * makes meters, so that Spring Boot adds no other one for these.
 */
final class ObservedMeters implements MeterObservationHandler<Observation.Context> {

  private final ObservationHandler<Observation.Context> handler;

  ObservedMeters(ObservationHandler<Observation.Context> handler) {
    this.handler = handler;
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return handler.supportsContext(context);
  }

  @Override
  public void onStart(Observation.Context context) {
    handler.onStart(context);
  }

  @Override
  public void onError(Observation.Context context) {
    handler.onError(context);
  }

  @Override
  public void onEvent(Observation.Event event, Observation.Context context) {
    handler.onEvent(event, context);
  }

  @Override
  public void onScopeOpened(Observation.Context context) {
    handler.onScopeOpened(context);
  }

  @Override
  public void onScopeClosed(Observation.Context context) {
    handler.onScopeClosed(context);
  }

  @Override
  public void onScopeReset(Observation.Context context) {
    handler.onScopeReset(context);
  }

  @Override
  public void onStop(Observation.Context context) {
    handler.onStop(context);
  }
}
