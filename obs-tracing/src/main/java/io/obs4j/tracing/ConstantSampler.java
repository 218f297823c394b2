package io.obs4j.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;

/** Decides the same for all spans. */
final class ConstantSampler implements Sampler {

  static final Sampler ON = new ConstantSampler(Sampling.SAMPLE, "alwaysOn");
  static final Sampler OFF = new ConstantSampler(Sampling.DROP, "alwaysOff");

  /** Samples as the parent was, without looking whether its threshold agrees with that. */
  static final Sampler INHERITED = new ConstantSampler(Sampling.INHERITED, "inherited");

  private final Sampling sampling;
  private final String text;

  private ConstantSampler(Sampling sampling, String text) {
    this.sampling = sampling;
    this.text = text;
  }

  @Override
  public Sampling sample(
      SpanContext parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      InitialAttributes attributes) {
    return sampling;
  }

  @Override
  public String toString() {
    return text;
  }
}
