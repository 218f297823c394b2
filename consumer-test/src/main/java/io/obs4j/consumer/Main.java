package io.obs4j.consumer;

import io.obs4j.Obs;
import io.obs4j.core.Resource;
import io.obs4j.core.Signals;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Records on the module path and reads it back with an exporter of its own. */
final class Main {

  private Main() {}

  public static void main(String[] args) {
    Metrics metrics = Metrics.create();
    Family<Counter> requests = metrics.counter("requests").labels("method", "route");

    try (LinesExporter exporter = new LinesExporter()) {
      exporter.start(
          Signals.ofMetrics(Resource.of(Attributes.empty()), metrics, metrics.diagnostics()));
      requests.of("GET", "/users").increment();
      requests.of("GET", "/users").add(41);
      exporter.flush(Duration.ofSeconds(1));

      List<String> expected = List.of("requests {method=\"GET\", route=\"/users\"} 42");
      List<String> seen =
          exporter.lines().stream().filter(line -> line.startsWith("requests ")).toList();
      if (!Main.class.getModule().isNamed() || !seen.equals(expected)) {
        throw new AssertionError("expected " + expected + " but the exporter saw " + seen);
      }
      System.out.println("consumer: " + Main.class.getModule() + " read " + seen);
    }
    weave();
  }

  private static void weave() {
    LinesExporter exporter = new LinesExporter();
    try (Obs obs =
        Obs.builder().service("consumer", "1").environment(Map.of()).export(exporter).start()) {
      obs.installGlobal();
      new Orders().place("ann");
      exporter.flush(Duration.ofSeconds(1));
      if (exporter.lines().stream()
          .noneMatch(
              line ->
                  line.startsWith("order.create.duration {")
                      && line.contains("status=\"open\", tenant=\"ann\"} 1 adding up to "))) {
        throw new AssertionError("no woven method among " + exporter.lines());
      }
      System.out.println("consumer: a woven method was timed");
    }
  }
}
