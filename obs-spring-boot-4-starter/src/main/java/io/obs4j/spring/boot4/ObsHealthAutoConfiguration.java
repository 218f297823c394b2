package io.obs4j.spring.boot4;

import io.obs4j.Obs;
import io.obs4j.spring.HealthSummary;
import io.obs4j.spring.ObsAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * The checks of {@link Obs#health()} as the component {@code obs} of the actuator's health, unless
 * {@code management.health.obs.enabled} is {@code false}.
 */
@AutoConfiguration(after = ObsAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("obs")
public final class ObsHealthAutoConfiguration {

  /** For Spring. */
  public ObsHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "obsHealthIndicator")
  HealthIndicator obsHealthIndicator(Obs obs) {
    return () -> health(HealthSummary.of(obs.health()));
  }

  private static Health health(HealthSummary summary) {
    return Health.status(summary.status()).withDetails(summary.details()).build();
  }
}
