package io.obs4j.tracing;

import io.obs4j.tracing.Sampling.Decision;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;

/** Compares the randomness of a trace with a threshold. */
final class RatioSampler implements Sampler {

  private static final double LEAST = 0x1p-56;

  private final double probability;
  private final Threshold threshold;
  private final Sampling sampled;

  private RatioSampler(double probability) {
    this.probability = probability;
    this.threshold = Threshold.of(probability);
    this.sampled = Sampling.of(Decision.SAMPLE, threshold);
  }

  /** Zero is not a probability to the specification: there is no threshold that rejects all. */
  static Sampler of(double probability) {
    if (probability == 0) {
      return Sampler.alwaysOff();
    }
    if (!(probability >= LEAST && probability <= 1)) {
      throw new IllegalArgumentException(
          "ratio "
              + probability
              + " must be 0 or from 2^-56 to 1; a percentage is to be divided by 100");
    }
    return new RatioSampler(probability);
  }

  @Override
  public Sampling sample(
      SpanContext parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      InitialAttributes attributes) {
    long randomness = OtEntry.randomness(parent.getTraceState(), traceIdLow);
    return threshold.keeps(randomness) ? sampled : Sampling.DROP;
  }

  @Override
  public String toString() {
    return "ratio(" + probability + ")";
  }
}
