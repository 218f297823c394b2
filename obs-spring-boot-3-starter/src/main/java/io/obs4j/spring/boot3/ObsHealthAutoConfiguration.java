package io.obs4j.spring.boot3;

import io.obs4j.Obs;
import io.obs4j.spring.HealthIndicators;
import io.obs4j.spring.HealthSummary;
import io.obs4j.spring.ObsAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.NamedContributors;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * The checks of {@link Obs#health()} as the component {@code obs} of the actuator's health, unless
 * {@code management.health.obs.enabled} is {@code false}; and the actuator's indicators as checks,
 * unless {@code obs.health.actuator} is.
 */
@AutoConfiguration(after = ObsAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
public final class ObsHealthAutoConfiguration {

  private static final String COMPONENT = "obs";

  /** For Spring. */
  public ObsHealthAutoConfiguration() {}

  /** Once for an {@link Obs}: contexts below that of the application inherit it. */
  @Bean
  @ConditionalOnMissingBean
  HealthIndicators obsHealthIndicators(Obs obs, ApplicationContext context) {
    return new HealthIndicators(obs, context);
  }

  @Bean
  @ConditionalOnEnabledHealthIndicator(COMPONENT)
  @ConditionalOnMissingBean(name = "obsHealthIndicator")
  HealthIndicator obsHealthIndicator(Obs obs, HealthIndicators indicators) {
    return () -> health(HealthSummary.of(obs.health(), indicators));
  }

  @Bean
  @Lazy(false)
  @ConditionalOnBean(value = HealthIndicators.class, search = SearchStrategy.CURRENT)
  @ConditionalOnProperty(name = "obs.health.actuator", matchIfMissing = true)
  SmartInitializingSingleton obsHealthOfActuator(
      HealthIndicators indicators, ObjectProvider<HealthContributorRegistry> registry) {
    return () -> registry.ifAvailable(all -> add(indicators, "", all));
  }

  /** Of several of one kind, such as databases, each has the name of the kind in front. */
  private static void add(
      HealthIndicators indicators, String prefix, NamedContributors<HealthContributor> all) {
    for (NamedContributor<HealthContributor> each : all) {
      String name = prefix + each.getName();
      if (each.getContributor() instanceof CompositeHealthContributor several) {
        add(indicators, name + '/', several);
      } else if (each.getContributor() instanceof HealthIndicator one && !name.equals(COMPONENT)) {
        indicators.add(name, () -> found(one));
      }
    }
  }

  private static HealthIndicators.Found found(HealthIndicator indicator) {
    Health health = indicator.getHealth(/* includeDetails= */ true);
    return new HealthIndicators.Found(health.getStatus().getCode(), health.getDetails());
  }

  private static Health health(HealthSummary summary) {
    return Health.status(summary.status()).withDetails(summary.details()).build();
  }
}
