package io.obs4j.core.export;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import java.util.Set;

/**
 * Makes the exporter that is named {@code console} in {@code OTEL_TRACES_EXPORTER} or {@code
 * OTEL_LOGS_EXPORTER}. The queues are those of {@link BatchSettings#spans} and {@link
 * BatchSettings#logs}; records are printed as they come, without a delay.
 */
public final class ConsoleProvider implements ExporterProvider {

  /** Called by the service loader. */
  public ConsoleProvider() {}

  @Override
  public String name() {
    return "console";
  }

  @Override
  public Set<Signal> signals() {
    return Set.of(Signal.TRACES, Signal.LOGS);
  }

  @Override
  public Exporter create(Set<Signal> signals, Environment environment) {
    return new ConsoleExporter(
        System.out, signals, BatchSettings.spans(environment), BatchSettings.logs(environment));
  }
}
