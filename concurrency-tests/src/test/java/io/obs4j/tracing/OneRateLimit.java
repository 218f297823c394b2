package io.obs4j.tracing;

import io.obs4j.core.ManualClock;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A rate limit of two spans a second on a clock of its own, which starts with both saved. */
final class OneRateLimit implements InitialAttributes {

  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final Sampler sampler = Sampler.rateLimited(2, Sampler.alwaysOn(), clock);

  /** Whether one more span is sampled. */
  boolean sample() {
    return sampler
            .sample(SpanContext.getInvalid(), 1, 1, "span", SpanKind.INTERNAL, this)
            .decision()
        == Sampling.Decision.SAMPLE;
  }

  /** Lets the time pass in which one span is saved. */
  void advance() {
    clock.advance(Duration.ofMillis(500));
  }

  @Override
  public @Nullable Object get(String key) {
    return null;
  }

  @Override
  public Attributes all() {
    return Attributes.empty();
  }
}
