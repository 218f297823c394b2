package io.obs4j.export.zipkin;

import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import java.util.Set;

/**
 * Makes the exporter that is named {@code zipkin} in {@code OTEL_TRACES_EXPORTER}, as {@link
 * ZipkinExporter#fromEnvironment} does.
 */
public final class ZipkinProvider implements ExporterProvider {

  /** Called by the service loader. */
  public ZipkinProvider() {}

  @Override
  public String name() {
    return ZipkinExporter.NAME;
  }

  @Override
  public Set<Signal> signals() {
    return Set.of(Signal.TRACES);
  }

  @Override
  public Exporter create(Set<Signal> signals, Environment environment) {
    return ZipkinExporter.fromEnvironment(environment);
  }
}
