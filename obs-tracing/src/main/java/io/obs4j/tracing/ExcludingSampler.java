package io.obs4j.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;

/** Drops what matches where it enters this process, and what is done for it in this process. */
final class ExcludingSampler implements Sampler {

  private final Sampler sampler;
  private final SpanMatcher[] excluded;

  ExcludingSampler(Sampler sampler, SpanMatcher... excluded) {
    this.sampler = sampler;
    this.excluded = excluded;
  }

  @Override
  public Sampling sample(
      SpanContext parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      InitialAttributes attributes) {
    boolean enters = parent.isRemote() || !parent.isValid();
    boolean dropped = enters ? matches(name, kind, attributes) : !parent.isSampled();
    return dropped
        ? Sampling.DROP
        : sampler.sample(parent, traceIdHigh, traceIdLow, name, kind, attributes);
  }

  private boolean matches(String name, SpanKind kind, InitialAttributes attributes) {
    for (SpanMatcher matcher : excluded) {
      if (matcher.matches(name, kind, attributes)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return sampler + ".excluding(" + excluded.length + ")";
  }
}
