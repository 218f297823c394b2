package io.obs4j.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/** The start of a span as samplers see it. */
record SpanStart(
    SpanContext parent, long traceIdLow, String name, SpanKind kind, Attributes attributes)
    implements InitialAttributes {

  static final long TRACE_ID_HIGH = 0x0af7651916cd43ddL;

  /** The root of a trace. */
  static SpanStart root(long traceIdLow) {
    return new SpanStart(
        SpanContext.getInvalid(), traceIdLow, "span", SpanKind.INTERNAL, Attributes.empty());
  }

  static SpanStart named(String name) {
    return new SpanStart(SpanContext.getInvalid(), 1, name, SpanKind.INTERNAL, Attributes.empty());
  }

  static <T> SpanStart with(AttributeKey<T> key, T value) {
    return new SpanStart(
        SpanContext.getInvalid(), 1, "span", SpanKind.INTERNAL, Attributes.of(key, value));
  }

  SpanStart of(SpanKind other) {
    return new SpanStart(parent, traceIdLow, name, other, attributes);
  }

  /** The same with a parent in another service. */
  SpanStart under(boolean sampled, String ot) {
    return childOf(
        SpanContext.createFromRemoteParent(
            traceId(), "b7ad6b7169203331", flags(sampled), state(ot)));
  }

  /** The same as the root of a trace that another service has decided about. */
  SpanStart decidedElsewhere(boolean sampled) {
    return childOf(
        SpanContext.createFromRemoteParent(
            TraceId.getInvalid(), SpanId.getInvalid(), flags(sampled), TraceState.getDefault()));
  }

  /** The same with a parent in this process. */
  SpanStart within(boolean sampled, String ot) {
    return childOf(SpanContext.create(traceId(), "b7ad6b7169203331", flags(sampled), state(ot)));
  }

  /** The same as the child of a span in this process that was so decided. */
  SpanStart within(Sampling sampling) {
    TraceState state = sampling.state().apply(parent.getTraceState());
    return childOf(
        SpanContext.create(
            traceId(),
            "b7ad6b7169203331",
            flags(sampling.decision() == Sampling.Decision.SAMPLE),
            state));
  }

  private SpanStart childOf(SpanContext other) {
    return new SpanStart(other, traceIdLow, name, kind, attributes);
  }

  String traceId() {
    return String.format("%016x%016x", TRACE_ID_HIGH, traceIdLow);
  }

  private static TraceFlags flags(boolean sampled) {
    return sampled ? TraceFlags.getSampled() : TraceFlags.getDefault();
  }

  /** A trace state with this entry of OpenTelemetry, and no other. */
  static TraceState state(String ot) {
    return ot.isEmpty() ? TraceState.getDefault() : TraceState.builder().put("ot", ot).build();
  }

  Sampling askedOf(Sampler sampler) {
    return sampler.sample(parent, TRACE_ID_HIGH, traceIdLow, name, kind, this);
  }

  Sampling.Decision decidedBy(Sampler sampler) {
    return askedOf(sampler).decision();
  }

  /** The entry of OpenTelemetry in the trace state of the span, empty if there is none. */
  String otAfter(Sampler sampler) {
    String ot = askedOf(sampler).state().apply(parent.getTraceState()).get("ot");
    return ot == null ? "" : ot;
  }

  @Override
  public @Nullable Object get(String key) {
    for (AttributeKey<?> candidate : attributes.asMap().keySet()) {
      if (candidate.getKey().equals(key)) {
        return attributes.get(candidate);
      }
    }
    return null;
  }

  @Override
  public Attributes all() {
    return attributes;
  }
}
