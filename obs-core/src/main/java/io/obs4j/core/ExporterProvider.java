package io.obs4j.core;

import java.util.Set;

/**
 * Makes an exporter that is named in {@code OTEL_METRICS_EXPORTER}, {@code OTEL_TRACES_EXPORTER} or
 * {@code OTEL_LOGS_EXPORTER}. Found by {@link java.util.ServiceLoader}, so an implementation is
 * public with a public constructor without arguments, and declared in {@code META-INF/services} and
 * in the module descriptor.
 */
public interface ExporterProvider {

  /**
   * The name in the variables, compared without regard to case.
   *
   * @return such as {@code prometheus}; unique among the providers of a service
   */
  String name();

  /**
   * The signals that its exporters can carry. To be named in the variable of another is a fault in
   * the environment, which the caller reports.
   *
   * @return a set that is not empty; by default all
   */
  default Set<Signal> signals() {
    return Set.of(Signal.values());
  }

  /**
   * Makes one exporter for all signals whose variables name this provider. A malformed setting is
   * reported to the environment and replaced by its default.
   *
   * @param signals those to carry, a subset of {@link #signals()} that is not empty
   * @param environment where the settings are
   * @return an exporter that is not started
   * @throws IllegalArgumentException if the environment is strict and a setting malformed
   */
  Exporter create(Set<Signal> signals, Environment environment);
}
