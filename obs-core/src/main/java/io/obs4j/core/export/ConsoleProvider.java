package io.obs4j.core.export;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import java.time.Duration;
import java.util.Set;

/**
 * Makes the exporter that is named {@code console} in {@code OTEL_TRACES_EXPORTER}. The queue is
 * that of {@link BatchSettings#spans}; spans are printed as they end, without a delay.
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
    return Set.of(Signal.TRACES);
  }

  @Override
  public Exporter create(Set<Signal> signals, Environment environment) {
    return new ConsoleExporter(
        System.out, BatchSettings.spans(environment).toBuilder().delay(Duration.ZERO).build());
  }
}
