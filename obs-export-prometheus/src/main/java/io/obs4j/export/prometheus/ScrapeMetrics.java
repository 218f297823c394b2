package io.obs4j.export.prometheus;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SelfMetrics;
import io.obs4j.export.prometheus.ExpositionFormat.Encoding;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the exporter tells of itself, by encoding. Safe for use by any thread. */
final class ScrapeMetrics {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<Encoding, Cells> known = new ConcurrentHashMap<>();
  private final SelfMetrics metrics;

  ScrapeMetrics(Diagnostics diagnostics) {
    metrics = diagnostics.metrics();
  }

  void scraped(Encoding encoding, long nanos, long bytes) {
    Cells of = known.get(encoding);
    if (of == null) {
      of = Cells.of(encoding, metrics); // the same ones each time
      known.put(encoding, of);
    }
    of.scrapes.increment();
    of.time.addNanos(nanos);
    of.output.add(bytes);
    of.lastDuration.set(nanos / NANOS_PER_SECOND);
    of.lastSize.set((double) bytes);
  }

  private record Cells(
      SelfMetrics.Counter scrapes,
      SelfMetrics.ElapsedTime time,
      SelfMetrics.Counter output,
      SelfMetrics.Gauge lastDuration,
      SelfMetrics.Gauge lastSize) {

    static Cells of(Encoding encoding, SelfMetrics metrics) {
      Attributes format = Attributes.builder().put("format", encoding.label()).build();
      return new Cells(
          metrics.counter(
              "obs.prometheus.scrapes", "{scrape}", "Pages written to the end.", format),
          metrics.elapsedTime(
              "obs.prometheus.scrape.time", "Time spent on pages, all together.", format),
          metrics.counter(
              "obs.prometheus.scrape.output",
              "By",
              "Size of all pages together, before compression.",
              format),
          metrics.gauge(
              "obs.prometheus.scrape.duration", "s", "Time spent on the last page.", format),
          metrics.gauge(
              "obs.prometheus.page.size",
              "By",
              "Size of the last page, before compression.",
              format));
    }
  }
}
