package io.obs4j.spring;

import io.obs4j.Obs;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Observes the methods of beans that are annotated with {@link io.obs4j.annotation.Observed} and
 * its siblings, unless {@code obs.annotations.enabled} is {@code false}.
 */
@AutoConfiguration(after = ObsAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.aop.framework.ProxyFactory")
@ConditionalOnProperty(name = "obs.annotations.enabled", matchIfMissing = true)
public final class ObsAnnotationsAutoConfiguration {

  /** For Spring. */
  public ObsAnnotationsAutoConfiguration() {}

  @Bean
  static ObservedBeans obsObservedBeans(
      ObjectProvider<Obs> obs, ConfigurableListableBeanFactory beans, Environment environment) {
    return new ObservedBeans(
        obs,
        beans,
        environment.getProperty("spring.aop.proxy-target-class", Boolean.class, Boolean.TRUE));
  }
}
