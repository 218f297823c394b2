package io.obs4j.spring;

import io.obs4j.Obs;
import io.obs4j.export.prometheus.PrometheusWriter;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;

/**
 * The metrics as the actuator's endpoint {@code prometheus}, where it is exposed. Steps back where
 * Micrometer's own registry for Prometheus is present, which has an endpoint of that name.
 */
@AutoConfiguration(after = ObsAutoConfiguration.class)
@ConditionalOnClass({WebEndpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnMissingClass("io.micrometer.prometheusmetrics.PrometheusMeterRegistry")
public final class ObsPrometheusAutoConfiguration {

  /** For Spring. */
  public ObsPrometheusAutoConfiguration() {}

  @Bean
  @ConditionalOnAvailableEndpoint
  @ConditionalOnMissingBean
  PrometheusPage obsPrometheusPage(Obs obs) {
    return new PrometheusPage(
        PrometheusWriter.of(obs.metrics(), obs.resource(), obs.diagnostics()));
  }
}
