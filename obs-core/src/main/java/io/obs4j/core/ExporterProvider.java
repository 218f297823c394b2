package io.obs4j.core;

import java.util.Set;

/**
 * Makes an exporter that is named in {@code OTEL_METRICS_EXPORTER}, {@code OTEL_TRACES_EXPORTER} or
 * {@code OTEL_LOGS_EXPORTER}. Found by {@link java.util.ServiceLoader}.
 */
public interface ExporterProvider {

  /**
   * The name in the variables.
   *
   * @return such as {@code prometheus}
   */
  String name();

  /**
   * Makes an exporter, configured from the environment.
   *
   * @param signals those whose variable names this provider
   * @param environment where the settings are
   * @return an exporter that is not started
   */
  Exporter create(Set<Signal> signals, Environment environment);
}
