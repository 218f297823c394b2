package io.obs4j.tracing;

import io.obs4j.tracing.Sampling.Decision;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Objects;

/** Records what another sampler drops. */
final class RecordingSampler implements Sampler {

  private final Sampler sampler;

  RecordingSampler(Sampler sampler) {
    this.sampler = Objects.requireNonNull(sampler, "sampler");
  }

  @Override
  public Sampling sample(
      SpanContext parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      InitialAttributes attributes) {
    Sampling sampling = sampler.sample(parent, traceIdHigh, traceIdLow, name, kind, attributes);
    return sampling.decision() == Decision.DROP ? sampling.recorded() : sampling;
  }

  @Override
  public String toString() {
    return "alwaysRecord(" + sampler + ")";
  }
}
