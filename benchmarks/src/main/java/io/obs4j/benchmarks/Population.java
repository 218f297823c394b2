package io.obs4j.benchmarks;

import java.util.List;

/** The series of a shape in one of the libraries, with its defaults. */
interface Population {

  String OURS = "ours";

  /** The libraries that can be populated, ours first. */
  List<String> SIDES = List.of(OURS, "client_java", "micrometer", "opentelemetry");

  /** Adds to a counter, or records into a histogram. */
  interface Writer {
    void write(double value);
  }

  /** The writer of a series, which is made if it is new. */
  Writer writer(int index);

  /** What has been recorded. */
  Page page();

  /** The declared families, without any series. */
  static Population empty(String side, Shape shape) {
    return switch (side) {
      case OURS -> new OursPopulation(shape);
      case "client_java" -> new ClientJavaPopulation(shape);
      case "micrometer" -> new MicrometerPopulation(shape);
      case "opentelemetry" -> new OpenTelemetryPopulation(shape);
      default -> throw new IllegalArgumentException(side + " is none of " + SIDES);
    };
  }

  /** The series with something recorded into each. */
  static Population filled(String side, Shape shape) {
    Population population = empty(side, shape);
    for (int i = 0; i < shape.series(); i++) {
      shape.fill(population, i);
    }
    return population;
  }

  /** What all sides show of a shape. */
  static List<Outcome> outcomes(Shape shape) {
    String shown =
        shape.histograms() ? "latency_\\d+_seconds_(bucket|sum|count)" : "requests_\\d+_total";
    return SIDES.stream()
        .map(side -> new Outcome(side, filled(side, shape).page().samples(shown)))
        .toList();
  }
}
