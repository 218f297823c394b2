package io.obs4j.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each observation of Micrometer, and, where it is asked to, a timer.
 *
 * <pre>{@code
 * observations.observationConfig()
 *     .observationHandler(ObsObservationHandler.of(obs.openTelemetry()));
 * }</pre>
 *
 * <p>The span is current while a scope of the observation is open. Its parent is the current span,
 * or that of the observation's own parent; the context of a receiver's carrier is extracted, that
 * of a sender's injected, by the propagators that are given. Key values are attributes, whatever
 * their cardinality.
 *
 * <p>A request has one span of the kind {@code SERVER}. An observation of a request for which
 * somebody else has made one in this process (a {@link io.obs4j.core.ServerRequest} in the context,
 * or a local span that is no other's) makes no further one and is not timed: it tells the span its
 * route, its key values and its error.
 *
 * <p>Safe for use by any thread. Throws nothing that the observed code did not.
 */
public final class ObsObservationHandler implements ObservationHandler<Observation.Context> {

  /** The instrumentation scope of the spans: {@value}. */
  public static final String SCOPE = "io.obs4j.micrometer";

  private final ObservationSpans spans;
  private final @Nullable MeterObservationHandler<Observation.Context> meters;

  private ObsObservationHandler(
      OpenTelemetry telemetry, @Nullable MeterObservationHandler<Observation.Context> meters) {
    spans =
        new ObservationSpans(
            telemetry.getTracer(SCOPE), telemetry.getPropagators().getTextMapPropagator());
    this.meters = meters;
  }

  /**
   * A handler that makes spans.
   *
   * @param telemetry has the tracer and the propagators
   * @return the handler
   */
  public static ObsObservationHandler of(OpenTelemetry telemetry) {
    return new ObsObservationHandler(telemetry, null);
  }

  /**
   * A handler that makes spans, and meters as Micrometer's {@link DefaultMeterObservationHandler}
   * does: a timer, a counter of each event, a long task timer. They are recorded while the span is
   * current, which makes it their exemplar. Such a handler stands in place of Micrometer's own.
   *
   * @param telemetry has the tracer and the propagators
   * @param registry gets the meters
   * @param ignored meters that are left out
   * @return the handler
   */
  public static ObsObservationHandler withMeters(
      OpenTelemetry telemetry,
      MeterRegistry registry,
      DefaultMeterObservationHandler.IgnoredMeters... ignored) {
    return new ObsObservationHandler(
        telemetry,
        new DefaultMeterObservationHandler(Objects.requireNonNull(registry, "registry"), ignored));
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return true;
  }

  @Override
  public void onStart(Observation.Context context) {
    ObservedSpan observed = spans.start(context);
    if (meters != null && !observed.isAdopted()) {
      meters.onStart(context);
    }
  }

  @Override
  public void onError(Observation.Context context) {
    ObservedSpan observed = ObservedSpan.of(context);
    Throwable error = context.getError();
    if (observed != null && error != null) {
      observed.fail(error);
    }
  }

  @Override
  @SuppressWarnings("try") // A scope is opened to be closed.
  public void onEvent(Observation.Event event, Observation.Context context) {
    ObservedSpan observed = ObservedSpan.of(context);
    if (observed == null) {
      return;
    }
    observed.event(event);
    if (meters != null && !observed.isAdopted()) {
      try (Scope current = observed.context().makeCurrent()) {
        meters.onEvent(event, context);
      }
    }
  }

  @Override
  public void onScopeOpened(Observation.Context context) {
    ObservedSpan observed = ObservedSpan.of(context);
    if (observed != null) {
      observed.openScope();
    } else if (context instanceof NullObservation.NullContext) {
      ObservedSpan.none(context).openScope();
    }
  }

  @Override
  public void onScopeClosed(Observation.Context context) {
    ObservedSpan observed = ObservedSpan.of(context);
    if (observed != null) {
      observed.closeScope();
    }
  }

  @Override
  public void onScopeReset(Observation.Context context) {
    ObservedSpan observed = ObservedSpan.of(context);
    while (observed != null && observed.closeScope()) {
      // All that this thread has open.
    }
    ThreadContext.set(Context.root());
  }

  @Override
  @SuppressWarnings("try") // A scope is opened to be closed.
  public void onStop(Observation.Context context) {
    ObservedSpan observed = ObservedSpan.of(context);
    if (observed == null) {
      return;
    }
    if (meters != null && !observed.isAdopted()) {
      try (Scope current = observed.context().makeCurrent()) {
        meters.onStop(context);
      }
    }
    observed.stop(context);
  }
}
