package io.obs4j.spring;

import io.obs4j.Obs;
import io.obs4j.ObsBuilder;
import io.obs4j.core.Exporter;
import io.obs4j.metrics.Metrics;
import io.obs4j.operation.OperationSignals;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The {@link Obs} of an application and what it gives. It is configured by the variables of obs4j,
 * as properties of Spring too; by beans that are {@link Exporter}s; and by {@link
 * ObsBuilderCustomizer}s. It is closed with the application context, after the web server has
 * stopped.
 */
@AutoConfiguration(
    beforeName = {
      "org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration",
      "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
    })
public final class ObsAutoConfiguration {

  /** For Spring. */
  public ObsAutoConfiguration() {}

  /** Started also where beans are made late: somebody may ask for its pages before. */
  @Bean
  @Lazy(false)
  @ConditionalOnMissingBean
  Obs obs(
      ConfigurableEnvironment environment,
      ObjectProvider<Exporter> exporters,
      ObjectProvider<ObsBuilderCustomizer> customizers) {
    ObsBuilder builder =
        Obs.builder().environment(SpringVariables.of(environment)).exportFromEnvironment();
    for (Exporter exporter : exporters.orderedStream().toList()) {
      builder.export(exporter);
    }
    for (ObsBuilderCustomizer customizer : customizers.orderedStream().toList()) {
      customizer.customize(builder);
    }
    return builder.start();
  }

  @Bean
  @ConditionalOnMissingBean
  Metrics obsMetrics(Obs obs) {
    return obs.metrics();
  }

  /** Under the agent its own, so that all spans are of one trace. */
  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean(OpenTelemetry.class)
  OpenTelemetry obsOpenTelemetry(Obs obs) {
    return OpenTelemetryAgent.isPresent() ? GlobalOpenTelemetry.get() : obs.openTelemetry();
  }

  @Bean
  @ConditionalOnMissingBean
  OperationSignals obsOperationSignals(Obs obs, OpenTelemetry openTelemetry) {
    return openTelemetry == obs.openTelemetry()
        ? obs.operationSignals()
        : new ForeignSpans(obs.operationSignals(), openTelemetry);
  }

  @Bean
  @Lazy(false)
  @ConditionalOnProperty(name = "obs.global", matchIfMissing = true)
  GlobalInstallation obsGlobalInstallation(Obs obs, OperationSignals operations) {
    return GlobalInstallation.of(obs, operations);
  }
}
