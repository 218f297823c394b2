package io.obs4j.spring;

import io.obs4j.Obs;
import io.obs4j.ObsBuilder;
import io.obs4j.core.Exporter;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * The {@link Obs} of an application and what it gives. It is configured by the variables of obs4j,
 * as properties of Spring too; by beans that are {@link Exporter}s; and by {@link
 * ObsBuilderCustomizer}s. It is closed with the application context, after the web server has
 * stopped.
 *
 * <p>Whose spans, metrics and logs they are is decided here alone: all that observes the
 * application asks the {@link Obs}, and nothing asks the beans that are made of it.
 */
@AutoConfiguration(
    beforeName = {
      "org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration",
      "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
    })
public final class ObsAutoConfiguration {

  private static final String OTHER_METRICS =
      "A bean Metrics of the application is not that of its Obs: what it records is not exported."
          + " Set those of the Obs by an ObsBuilderCustomizer, or define a bean Obs.";

  private static final String OTHER_LOGGING =
      "obs.log.format and otel.logs.exporter act on Logback, which is not what this application"
          + " logs with: its lines stay as they are, and are not exported. Leave them out; with"
          + " Log4j 2, use the layout of obs-log4j2.";

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
    if (OpenTelemetryAgent.isPresent()) {
      builder.spansBy(GlobalOpenTelemetry.get());
    }
    for (Exporter exporter : exporters.orderedStream().toList()) {
      builder.export(exporter);
    }
    for (ObsBuilderCustomizer customizer : customizers.orderedStream().toList()) {
      customizer.customize(builder);
    }
    return builder.start();
  }

  /** What the application has of its own makes the spans. Said before there is one of ours. */
  @Bean
  @ConditionalOnSingleCandidate(OpenTelemetry.class)
  ObsBuilderCustomizer obsSpansOfApplication(OpenTelemetry maker) {
    return builder -> builder.spansBy(maker);
  }

  /** Under the agent its own, so that its logs and metrics are, too. */
  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean(OpenTelemetry.class)
  OpenTelemetry obsOpenTelemetry(Obs obs) {
    return OpenTelemetryAgent.isPresent() ? GlobalOpenTelemetry.get() : obs.openTelemetry();
  }

  /** Told where the application has its own. Said before there is one of ours. */
  @Bean
  @Lazy(false)
  @ConditionalOnBean(Metrics.class)
  SmartInitializingSingleton obsMetricsOfApplication(Obs obs, ObjectProvider<Metrics> all) {
    return () -> {
      for (Metrics each : all.stream().toList()) {
        if (each != obs.metrics()) {
          obs.diagnostics().inform(OTHER_METRICS);
        }
      }
    };
  }

  @Bean
  @ConditionalOnMissingBean
  Metrics obsMetrics(Obs obs) {
    return obs.metrics();
  }

  @Bean
  @Lazy(false)
  @ConditionalOnProperty(name = "obs.global", matchIfMissing = true)
  GlobalInstallation obsGlobalInstallation(Obs obs) {
    return GlobalInstallation.of(obs);
  }

  /** Told where lines are asked for that Logback would write. */
  @Bean
  @Lazy(false)
  @ConditionalOnMissingClass(LogDefaults.LOGBACK)
  SmartInitializingSingleton obsLogsOfOthers(Obs obs, ConfigurableEnvironment environment) {
    return () -> {
      if (StringUtils.hasText(environment.getProperty(LogDefaults.FORMAT))
          || !ObsLogAutoConfiguration.exporters(environment).isEmpty()) {
        obs.diagnostics().inform(OTHER_LOGGING);
      }
    };
  }
}
