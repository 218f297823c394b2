package io.obs4j.tracing;

import io.obs4j.core.Clock;
import io.obs4j.core.Environment;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;

/**
 * Decides at the start of a span whether it is recorded and whether it is exported.
 *
 * <p>Called on the thread that starts the span, for every span: it allocates nothing, waits for
 * nobody and does not throw. Safe for use by any thread. Those made here allocate only where the
 * trace state of a parent has to be changed.
 *
 * <p>Every sampler may stand inside every other:
 *
 * <pre>{@code
 * Sampler.parentBased(
 *     Sampler.rules()
 *         .drop("GET /health*", "url.path=/actuator/*")
 *         .apply("POST /orders", Sampler.alwaysOn())
 *         .otherwise(Sampler.rateLimited(100, Sampler.ratio(0.1))));
 * }</pre>
 */
@FunctionalInterface
public interface Sampler {

  /**
   * Decides for one span.
   *
   * @param parent the context of the parent, in this process or another one; an invalid one for the
   *     root of a trace; if that is remote all the same, its flags are the decision of another
   *     service, which named no trace
   * @param traceIdHigh the upper half of the trace id, which is the parent's if there is one
   * @param traceIdLow the lower half of the trace id, of which 56 bits are random
   * @param name of the span
   * @param kind of the span
   * @param attributes that it starts with
   * @return the decision
   */
  Sampling sample(
      SpanContext parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      InitialAttributes attributes);

  /**
   * Samples every span, whatever its parent.
   *
   * @return the one instance
   */
  static Sampler alwaysOn() {
    return ConstantSampler.ON;
  }

  /**
   * Samples no span, whatever its parent.
   *
   * @return the one instance
   */
  static Sampler alwaysOff() {
    return ConstantSampler.OFF;
  }

  /**
   * Follows the parent, in this process or another one: a span is sampled if its parent is. So a
   * trace is kept whole or not at all, and what the root's sampler drops takes its children along.
   *
   * @param root decides for spans without a parent
   * @return a sampler whose four cases with a parent may be decided by other samplers
   */
  static ParentBasedSampler parentBased(Sampler root) {
    return ParentBasedSampler.of(root);
  }

  /**
   * Samples a part of all traces, whatever the parent. The decision is consistent: it compares 56
   * random bits of the trace (those of its id, or the explicit ones in its trace state) with a
   * threshold, so that a trace kept with one probability is kept with every larger one, by whatever
   * service. The threshold is written into the trace state, where a back end reads how many spans
   * each sampled one stands for.
   *
   * @param probability 0 or from 2^-56 to 1, rounded to four significant hexadecimal digits
   * @return the sampler
   * @throws IllegalArgumentException if the probability is out of range
   */
  static Sampler ratio(double probability) {
    return RatioSampler.of(probability);
  }

  /**
   * Samples spans up to a rate, whatever their parent, on the clock of the machine.
   *
   * @param perSecond as for {@link #rateLimited(double, Sampler, Clock)}
   * @return the sampler
   * @throws IllegalArgumentException if the rate is out of range
   */
  static Sampler rateLimited(double perSecond) {
    return rateLimited(perSecond, alwaysOn());
  }

  /**
   * Samples what another sampler would, up to a rate, on the clock of the machine.
   *
   * @param perSecond as for {@link #rateLimited(double, Sampler, Clock)}
   * @param sampler asked first
   * @return the sampler
   * @throws IllegalArgumentException if the rate is out of range
   */
  static Sampler rateLimited(double perSecond, Sampler sampler) {
    return rateLimited(perSecond, sampler, Clock.system());
  }

  /**
   * Samples what another sampler would, up to a rate. What is not used up is saved for one second:
   * in any {@code t} seconds at most {@code perSecond * (t + 1)} spans are sampled, or one more
   * than {@code perSecond * t} where the rate is below one. Spans beyond the rate are dropped; what
   * the other sampler does not sample is left as it decided, and uses nothing up.
   *
   * <p>Within {@link #parentBased} the rate is that of traces.
   *
   * @param perSecond spans, from 0.000000001 to 1,000,000; the time between two of them is rounded
   *     up to nanoseconds
   * @param sampler asked first
   * @param clock whose elapsed time counts
   * @return the sampler
   * @throws IllegalArgumentException if the rate is out of range
   */
  static Sampler rateLimited(double perSecond, Sampler sampler, Clock clock) {
    return new RateLimitedSampler(perSecond, sampler, clock);
  }

  /**
   * Decides by the name, kind and attributes of a span: the first rule that matches counts.
   *
   * @return a builder
   */
  static SamplingRules rules() {
    return new SamplingRules();
  }

  /**
   * Records what another sampler drops, for subscribers in this process, without exporting it. What
   * is sampled does not change.
   *
   * @param sampler decides what is sampled
   * @return the sampler
   */
  static Sampler alwaysRecord(Sampler sampler) {
    return new RecordingSampler(sampler);
  }

  /**
   * Leaves out requests, health checks for one, with all that is done for them in this process. The
   * patterns are compared with spans that have no parent in this process. What matches is dropped,
   * even where another service asks for it to be sampled; children in this process of a span that
   * is not sampled are dropped, too, and so is what is done for them elsewhere by whoever follows
   * the parent. All else is left to this sampler.
   *
   * @param patterns as for {@link SpanMatcher#of(String)}
   * @return the sampler
   * @throws IllegalArgumentException if a pattern is malformed
   */
  default Sampler excluding(String... patterns) {
    SpanMatcher[] excluded = new SpanMatcher[patterns.length];
    for (int i = 0; i < patterns.length; i++) {
      excluded[i] = SpanMatcher.of(patterns[i]);
    }
    return new ExcludingSampler(this, excluded);
  }

  /**
   * The sampler that {@code OTEL_TRACES_SAMPLER} and {@code OTEL_TRACES_SAMPLER_ARG} name, without
   * what {@code OBS_TRACES_EXCLUDE} excludes. A name or an argument that cannot be used is a fault
   * of the environment; the default, which samples unless the parent is not sampled, or 1.0 is used
   * instead.
   *
   * @param environment where the variables are read
   * @return the sampler
   * @throws IllegalArgumentException if the environment is strict, and a variable malformed
   */
  static Sampler fromEnvironment(Environment environment) {
    return new SamplerVariables(environment).sampler();
  }
}
