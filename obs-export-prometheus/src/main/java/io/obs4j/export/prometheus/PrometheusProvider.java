package io.obs4j.export.prometheus;

import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import java.util.Set;

/**
 * Makes the endpoint that is named {@code prometheus} in {@code OTEL_METRICS_EXPORTER}, configured
 * by {@code OTEL_EXPORTER_PROMETHEUS_HOST} and {@code OTEL_EXPORTER_PROMETHEUS_PORT}.
 */
public final class PrometheusProvider implements ExporterProvider {

  private static final String HOST = "OTEL_EXPORTER_PROMETHEUS_HOST";
  private static final String PORT = "OTEL_EXPORTER_PROMETHEUS_PORT";

  /** Called by the service loader. */
  public PrometheusProvider() {}

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public Set<Signal> signals() {
    return Set.of(Signal.METRICS);
  }

  @Override
  public Exporter create(Set<Signal> signals, Environment environment) {
    return PrometheusEndpoint.builder()
        .host(environment.text(HOST).orElse(PrometheusEndpointBuilder.DEFAULT_HOST))
        .port(environment.integer(PORT, PrometheusEndpointBuilder.DEFAULT_PORT, 0, 65_535))
        .strict(environment.isStrict())
        .build();
  }
}
