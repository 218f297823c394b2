package io.obs4j.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TraceState;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What a {@link Sampler} decided: immutable, made once and given for many spans.
 *
 * @param decision what happens to the span
 * @param attributes that the span gets in addition to its own
 * @param state gives the span's trace state from its parent's
 */
public record Sampling(Decision decision, Attributes attributes, UnaryOperator<TraceState> state) {

  /** What happens to a span. */
  public enum Decision {
    /** It is not recorded: it only carries its ids. */
    DROP,
    /** It is recorded for subscribers in this process, and not exported. */
    RECORD,
    /** It is recorded and exported, and its children in other services are asked to be. */
    SAMPLE
  }

  /** The span only carries its ids. */
  public static final Sampling DROP = of(Decision.DROP);

  /** The span is recorded for subscribers in this process. */
  public static final Sampling RECORD = of(Decision.RECORD);

  /** The span is recorded and exported. */
  public static final Sampling SAMPLE = of(Decision.SAMPLE);

  /**
   * Refuses nulls.
   *
   * @param decision what happens to the span
   * @param attributes that the span gets in addition to its own
   * @param state gives the span's trace state from its parent's
   */
  public Sampling {
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(state, "state");
  }

  private static Sampling of(Decision decision) {
    return new Sampling(decision, Attributes.empty(), UnaryOperator.identity());
  }
}
