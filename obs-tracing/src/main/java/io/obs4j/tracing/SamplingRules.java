package io.obs4j.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Gathers rules of which the first that matches a span decides for it. Names and attributes are
 * those that the span starts with: what is set later is not seen.
 *
 * <p>Not safe for use by several threads at once; the sampler that {@link #otherwise} makes is.
 */
public final class SamplingRules {

  private final List<Rule> rules = new ArrayList<>();

  SamplingRules() {}

  private record Rule(SpanMatcher matcher, Sampler sampler) {}

  /**
   * Drops what matches.
   *
   * @param patterns as for {@link SpanMatcher#of(String)}, each a rule of its own
   * @return this
   * @throws IllegalArgumentException if a pattern is malformed
   */
  public SamplingRules drop(String... patterns) {
    for (String pattern : patterns) {
      apply(pattern, Sampler.alwaysOff());
    }
    return this;
  }

  /**
   * Drops what matches.
   *
   * @param matcher tells what
   * @return this
   */
  public SamplingRules drop(SpanMatcher matcher) {
    return apply(matcher, Sampler.alwaysOff());
  }

  /**
   * Leaves what matches to a sampler.
   *
   * @param pattern as for {@link SpanMatcher#of(String)}
   * @param sampler decides
   * @return this
   * @throws IllegalArgumentException if the pattern is malformed
   */
  public SamplingRules apply(String pattern, Sampler sampler) {
    return apply(SpanMatcher.of(pattern), sampler);
  }

  /**
   * Leaves what matches to a sampler.
   *
   * @param matcher tells what
   * @param sampler decides
   * @return this
   */
  public SamplingRules apply(SpanMatcher matcher, Sampler sampler) {
    rules.add(
        new Rule(
            Objects.requireNonNull(matcher, "matcher"),
            Objects.requireNonNull(sampler, "sampler")));
    return this;
  }

  /**
   * Builds the sampler.
   *
   * @param sampler decides for what no rule matches
   * @return a sampler with the rules that there are now, in the order of the calls
   */
  public Sampler otherwise(Sampler sampler) {
    return new FirstMatch(rules.toArray(new Rule[0]), Objects.requireNonNull(sampler, "sampler"));
  }

  private static final class FirstMatch implements Sampler {

    private final Rule[] rules;
    private final Sampler otherwise;

    private FirstMatch(Rule[] rules, Sampler otherwise) {
      this.rules = rules;
      this.otherwise = otherwise;
    }

    @Override
    public Sampling sample(
        SpanContext parent,
        long traceIdHigh,
        long traceIdLow,
        String name,
        SpanKind kind,
        InitialAttributes attributes) {
      return of(name, kind, attributes)
          .sample(parent, traceIdHigh, traceIdLow, name, kind, attributes);
    }

    private Sampler of(String name, SpanKind kind, InitialAttributes attributes) {
      for (Rule rule : rules) {
        if (rule.matcher.matches(name, kind, attributes)) {
          return rule.sampler;
        }
      }
      return otherwise;
    }

    @Override
    public String toString() {
      return "rules(" + rules.length + ").otherwise(" + otherwise + ")";
    }
  }
}
