package io.obs4j.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Answers the questions beside what frameworks bring along, as {@link Bench} answers the others.
 */
public final class FrameworkBench {

  /** In the order of {@code docs/performance.md}. */
  static final List<Question> ALL =
      List.of(
          new Added(
              "http_filter",
              HttpFilter::outcomes,
              new Side("bare", "HttpFilter.bare", 1, Map.of()),
              List.of(
                  new Side("ours", "HttpFilter.ours", 1, Map.of()),
                  new Side("opentelemetry", "HttpFilter.openTelemetry", 1, Map.of()))),
          new Comparison(
              "woven_timed_aspect",
              WovenTimedAspect::outcomes,
              List.of(
                  new Side("ours", "WovenTimedAspect.ours", 1, Map.of()),
                  new Side("micrometer_aspect", "WovenTimedAspect.micrometer", 1, Map.of()))),
          micrometer("micrometer_counter", "Counter", "requests_total"),
          micrometer("micrometer_timer", "Timer", "latency_seconds_(sum|count|max)"),
          micrometer("micrometer_histogram", "Histogram", "wait_seconds_(bucket|sum|count|max)"),
          new Comparison(
              "micrometer_scrape",
              MicrometerScrape::outcomes,
              List.of(
                  new Side("ours", "MicrometerScrape.write", 1, Map.of("side", "ours")),
                  new Side(
                      "micrometer", "MicrometerScrape.write", 1, Map.of("side", "micrometer")))));

  private FrameworkBench() {}

  private static Question micrometer(String name, String meter, String shown) {
    return new Comparison(
        name,
        () -> MicrometerRecord.outcomes(shown),
        List.of(
            new Side("ours", "MicrometerRecord.ours" + meter, 1, Map.of()),
            new Side("micrometer", "MicrometerRecord.micrometer" + meter, 1, Map.of())));
  }

  /**
   * Runs the benchmarks.
   *
   * @param arguments those of {@link Bench}
   * @throws IOException if a side cannot be started
   */
  public static void main(String[] arguments) throws IOException {
    Bench.run(ALL, arguments);
  }
}
