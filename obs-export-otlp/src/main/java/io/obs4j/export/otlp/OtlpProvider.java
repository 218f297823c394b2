package io.obs4j.export.otlp;

import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import java.util.Set;

/**
 * Makes the exporter that is named {@code otlp} in {@code OTEL_METRICS_EXPORTER}, {@code
 * OTEL_TRACES_EXPORTER} and {@code OTEL_LOGS_EXPORTER}, as {@link OtlpExporter#fromEnvironment}
 * does.
 */
public final class OtlpProvider implements ExporterProvider {

  /** Called by the service loader. */
  public OtlpProvider() {}

  @Override
  public String name() {
    return OtlpExporter.NAME;
  }

  @Override
  public Exporter create(Set<Signal> signals, Environment environment) {
    return OtlpExporter.builder().environment(environment).signals(signals).build();
  }
}
