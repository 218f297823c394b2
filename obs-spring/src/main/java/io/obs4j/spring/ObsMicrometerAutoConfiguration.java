package io.obs4j.spring;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.obs4j.Obs;
import io.obs4j.micrometer.ObsMeterRegistry;
import io.obs4j.micrometer.ObsObservationHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * What Micrometer measures, as series of the {@link Obs} of the application, and what it observes,
 * as spans: requests of MVC and WebFlux, calls of {@code RestClient} and {@code WebClient},
 * {@code @Scheduled} methods, and whatever else is an observation.
 */
@AutoConfiguration(
    after = ObsAutoConfiguration.class,
    beforeName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
    })
@ConditionalOnClass({MeterRegistry.class, MeterObservationHandler.class})
public final class ObsMicrometerAutoConfiguration {

  /** For Spring. */
  public ObsMicrometerAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  ObsMeterRegistry obsMeterRegistry(Obs obs, ObjectProvider<Clock> clock) {
    return new ObsMeterRegistry(obs.metrics(), clock.getIfAvailable(() -> Clock.SYSTEM));
  }

  /** Not where a bridge of Micrometer's own tracing makes the spans, and none beside the agent. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass({
    "io.micrometer.tracing.otel.bridge.OtelTracer",
    "io.micrometer.tracing.brave.bridge.BraveTracer"
  })
  static class Observations {

    /** In place of Spring Boot's own handler, which only makes the meters. */
    @Bean
    @ConditionalOnMissingBean({MeterObservationHandler.class, ObsObservationHandler.class})
    ObservedMeters obsObservationHandler(
        Obs obs, ObjectProvider<MeterRegistry> registry, Environment environment) {
      MeterRegistry meters = registry.getObject();
      IgnoredMeters[] ignored = ignored(environment);
      return new ObservedMeters(
          OpenTelemetryAgent.isPresent()
              ? new DefaultMeterObservationHandler(meters, ignored)
              : ObsObservationHandler.withMeters(obs.openTelemetry(), meters, ignored));
    }

    /** Where the application makes the meters itself. */
    @Bean
    @ConditionalOnMissingBean({ObservedMeters.class, ObsObservationHandler.class})
    ObservationHandler<Observation.Context> obsObservationSpans(Obs obs) {
      return OpenTelemetryAgent.isPresent()
          ? context -> false
          : ObsObservationHandler.of(obs.openTelemetry());
    }

    /** As Spring Boot 3 says it, and as 4 does. */
    private static IgnoredMeters[] ignored(Environment environment) {
      return environment.getProperty(
              "management.observations.long-task-timer.enabled", Boolean.class, Boolean.TRUE)
          ? Binder.get(environment)
              .bind("management.metrics.observations.ignored-meters", IgnoredMeters[].class)
              .orElseGet(() -> new IgnoredMeters[0])
          : new IgnoredMeters[] {IgnoredMeters.LONG_TASK_TIMER};
    }
  }
}
