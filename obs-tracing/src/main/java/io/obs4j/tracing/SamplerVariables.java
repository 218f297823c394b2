package io.obs4j.tracing;

import io.obs4j.core.Environment;
import java.util.ArrayList;
import java.util.List;

/** Reads the variables that choose a sampler. */
final class SamplerVariables {

  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";
  private static final String ARGUMENT = "OTEL_TRACES_SAMPLER_ARG";
  private static final String EXCLUDE = "OBS_TRACES_EXCLUDE";

  private static final String DEFAULT = "parentbased_always_on";
  private static final String NAMES =
      "always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or"
          + " parentbased_traceidratio";

  private final Environment environment;

  SamplerVariables(Environment environment) {
    this.environment = environment;
  }

  Sampler sampler() {
    Sampler sampler = named(environment.text(SAMPLER).orElse(DEFAULT));
    return environment.text(EXCLUDE).isEmpty()
        ? sampler
        : new ExcludingSampler(sampler, excluded().toArray(new SpanMatcher[0]));
  }

  /** In any case, as the specification wants it; compared one by one, as this runs at start. */
  private Sampler named(String name) {
    if (name.equalsIgnoreCase(DEFAULT)) {
      return Sampler.parentBased(Sampler.alwaysOn());
    }
    if (name.equalsIgnoreCase("parentbased_traceidratio")) {
      return Sampler.parentBased(ratio());
    }
    if (name.equalsIgnoreCase("parentbased_always_off")) {
      return Sampler.parentBased(Sampler.alwaysOff());
    }
    if (name.equalsIgnoreCase("traceidratio")) {
      return ratio();
    }
    if (name.equalsIgnoreCase("always_on")) {
      return Sampler.alwaysOn();
    }
    if (name.equalsIgnoreCase("always_off")) {
      return Sampler.alwaysOff();
    }
    environment.malformed(SAMPLER, name, "one of " + NAMES, DEFAULT);
    return named(DEFAULT);
  }

  private Sampler ratio() {
    String text = environment.text(ARGUMENT).orElse("1.0");
    try {
      return Sampler.ratio(Double.parseDouble(text));
    } catch (IllegalArgumentException e) {
      environment.malformed(ARGUMENT, text, "a probability: 0, or from 2^-56 to 1", "1.0");
      return Sampler.ratio(1);
    }
  }

  private List<SpanMatcher> excluded() {
    List<SpanMatcher> excluded = new ArrayList<>();
    for (String pattern : environment.list(EXCLUDE)) {
      try {
        excluded.add(SpanMatcher.of(pattern));
      } catch (IllegalArgumentException e) {
        environment.malformed(
            EXCLUDE,
            pattern,
            "a pattern of span names, or an attribute and a pattern, as in url.path=/health*",
            "the others");
      }
    }
    return excluded;
  }
}
