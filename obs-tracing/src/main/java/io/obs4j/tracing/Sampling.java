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
 * @param state gives the span's trace state from its parent's, or from the empty one at the root
 */
public record Sampling(Decision decision, Attributes attributes, UnaryOperator<TraceState> state) {

  /*
   * The three constants erase an inherited threshold, because nobody knows with which probability
   * they were chosen. A sampler that is written with them is therefore right without knowing of
   * thresholds. Nothing is erased, and nothing allocated, where there is no threshold.
   */

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
  public static final Sampling DROP = of(Decision.DROP, ParentThreshold.ERASED);

  /** The span is recorded for subscribers in this process. */
  public static final Sampling RECORD = of(Decision.RECORD, ParentThreshold.ERASED);

  /** The span is recorded and exported; with which probability is not known. */
  public static final Sampling SAMPLE = of(Decision.SAMPLE, ParentThreshold.ERASED);

  /** The span is recorded and exported with the probability of its parent. */
  static final Sampling INHERITED = of(Decision.SAMPLE, ParentThreshold.KEPT);

  /**
   * Refuses nulls.
   *
   * @param decision what happens to the span
   * @param attributes that the span gets in addition to its own
   * @param state gives the span's trace state from its parent's, or from the empty one at the root
   */
  public Sampling {
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(state, "state");
  }

  static Sampling of(Decision decision, UnaryOperator<TraceState> state) {
    return new Sampling(decision, Attributes.empty(), state);
  }

  /** What this is for a sampled span, but with a probability that is not known. */
  Sampling unweighted() {
    return changesThresholdOnly()
        ? SAMPLE
        : new Sampling(
            decision, attributes, parent -> ParentThreshold.ERASED.apply(state.apply(parent)));
  }

  /** The same, but recorded. */
  Sampling recorded() {
    return changesThresholdOnly() ? RECORD : new Sampling(Decision.RECORD, attributes, state);
  }

  private boolean changesThresholdOnly() {
    return attributes.isEmpty() && (state instanceof Threshold || state instanceof ParentThreshold);
  }
}
