package io.obs4j.spring;

import io.obs4j.ObsBuilder;

/**
 * Has a say in how the {@link io.obs4j.Obs} of an application is built: a bean, or several, called
 * in their order. What they set in code wins over properties.
 *
 * <pre>{@code
 * @Bean
 * ObsBuilderCustomizer sampling() {
 *   return builder -> builder.tracing(t -> t.sampler(Sampler.ratio(0.1)));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface ObsBuilderCustomizer {

  /**
   * Changes the description.
   *
   * @param builder that is not started yet
   */
  void customize(ObsBuilder builder);
}
