package io.obs4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How long after its start does a JVM give its first sign: answer a scrape, or have recorded a
 * span?
 *
 * <p>The sides are started in turn, with the same environment: ours by the facade, OpenTelemetry by
 * autoconfiguration. Time runs from before the process is made until the sign is here. The bytes
 * are the most memory that the process has had resident by then, where the system tells it.
 */
final class ColdStart implements Question {

  private final String name;
  private final Supplier<FirstSign> sign;
  private final Map<String, Class<?>> services = new LinkedHashMap<>();

  ColdStart(
      String name, Supplier<FirstSign> sign, Class<?> ours, Class<?> openTelemetryAutoconfigured) {
    this.name = name;
    this.sign = sign;
    services.put("ours", ours);
    services.put("opentelemetry_autoconfigured", openTelemetryAutoconfigured);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    services.forEach((side, service) -> outcomes.add(new Outcome(side, start(service).samples())));
    return outcomes;
  }

  @Override
  public List<Ratio> answer(Run run) {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (int i = 0; i < run.starts(); i++) {
      services.forEach(
          (side, service) -> {
            Start start = start(service);
            measurements
                .computeIfAbsent(side, unseen -> new Measurement())
                .add(start.millis(), start.peakBytes());
          });
    }
    return Ratio.all(name(), "ms", measurements);
  }

  /** How long one start took, and what came of it. */
  private record Start(double millis, double peakBytes, Samples samples) {}

  private Start start(Class<?> service) {
    FirstSign expected = sign.get();
    ProcessBuilder builder = ChildProcess.builder(List.of(), service).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("OTEL_SERVICE_NAME", "benchmarks");
    environment.put("OTEL_TRACES_EXPORTER", "none");
    environment.put("OTEL_LOGS_EXPORTER", "none");
    expected.instruct(environment);
    try {
      long begun = System.nanoTime();
      Process process = builder.start();
      try {
        String told = expected.await(process);
        double millis = (System.nanoTime() - begun) / 1e6;
        return new Start(millis, peakBytes(process), expected.samples(told));
      } finally {
        // The service ends with its input.
        process.getOutputStream().close();
        process.onExit().join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(service.getSimpleName() + " gives no sign", e);
    }
  }

  private static double peakBytes(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(Double.NaN);
  }
}
