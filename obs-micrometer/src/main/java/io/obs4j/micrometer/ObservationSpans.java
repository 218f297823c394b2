package io.obs4j.micrometer;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.obs4j.core.internal.request.Arrival;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;

/** Begins the spans of observations, or finds those that others have begun. */
final class ObservationSpans {

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  ObservationSpans(Tracer tracer, TextMapPropagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  /** The span of an observation that starts, kept in its context from now on. */
  ObservedSpan start(Observation.Context context) {
    ObservedSpan observed;
    if (context instanceof ReceiverContext<?> receiver) {
      observed = receive(receiver);
    } else if (context instanceof SenderContext<?> sender) {
      observed = send(sender);
    } else {
      observed = begin(context, parentOf(context), SpanKind.INTERNAL);
    }
    observed.storeIn(context);
    return observed;
  }

  private <C> ObservedSpan receive(ReceiverContext<C> receiver) {
    Context current = parentOf(receiver);
    Context caller = extract(current, receiver);
    if (receiver.getKind() != Kind.SERVER) {
      return begin(receiver, caller, kindOf(receiver.getKind()));
    }
    C carrier = receiver.getCarrier();
    boolean another = ObservedSpan.isOfAnother(current, carrier);
    if (!another && Arrival.isServed(current, caller)) {
      return ObservedSpan.adopted(current);
    }
    if (another || Arrival.isLeftOver(current)) {
      caller = extract(Context.root(), receiver);
    }
    ObservedSpan observed = begin(receiver, caller, SpanKind.SERVER);
    return observed.asServerRequest(carrier);
  }

  private <C> Context extract(Context around, ReceiverContext<C> receiver) {
    C carrier = receiver.getCarrier();
    return carrier == null
        ? around
        : propagator.extract(around, carrier, new CarrierGetter<>(receiver.getGetter()));
  }

  private <C> ObservedSpan send(SenderContext<C> sender) {
    ObservedSpan observed = begin(sender, parentOf(sender), kindOf(sender.getKind()));
    C carrier = sender.getCarrier();
    if (carrier != null) {
      propagator.inject(observed.context(), carrier, sender.getSetter()::set);
    }
    return observed;
  }

  private ObservedSpan begin(Observation.Context context, Context parent, SpanKind kind) {
    KeyValues values = context.getAllKeyValues();
    SpanBuilder builder =
        tracer.spanBuilder(ObservedSpan.nameOf(context)).setParent(parent).setSpanKind(kind);
    for (KeyValue value : values) {
      builder.setAttribute(value.getKey(), value.getValue());
    }
    return ObservedSpan.begun(parent, builder.startSpan(), values);
  }

  /**
   * What the observation happens in: the current context, if it has a span and the parent of the
   * observation is not that of another thread or time; otherwise the context of the parent.
   */
  private static Context parentOf(Observation.Context context) {
    Context current = Context.current();
    ObservationView parent = context.getParentObservation();
    ObservedSpan outer = parent == null ? null : ObservedSpan.of(parent.getContextView());
    if (parent == null || outer == null) {
      return current;
    }
    boolean within = parent == parent.getObservationRegistry().getCurrentObservation();
    return within && Span.fromContext(current).getSpanContext().isValid()
        ? current
        : outer.context();
  }

  private static SpanKind kindOf(Kind kind) {
    return switch (kind) {
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case PRODUCER -> SpanKind.PRODUCER;
      case CONSUMER -> SpanKind.CONSUMER;
    };
  }
}
