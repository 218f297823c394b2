package io.obs4j.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;

/** Samples every root, and every span whose parent is sampled. */
enum ParentDecides implements Sampler {
  INSTANCE;

  @Override
  public Sampling sample(
      SpanContext parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      InitialAttributes attributes) {
    boolean root = !parent.isValid() && !parent.isRemote();
    return root || parent.isSampled() ? Sampling.SAMPLE : Sampling.DROP;
  }
}
