package io.obs4j.benchmarks;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricSource;
import io.obs4j.core.Resource;
import io.obs4j.export.prometheus.PrometheusWriter;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.Attributes;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a library shows in the text format, made by its own writer. */
interface Page {

  /** The media type that every library answers with the text format. */
  String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  /** Writes the page of everything that has been recorded. */
  void write(OutputStream out) throws IOException;

  static Page of(Metrics metrics) {
    return of(metrics, metrics.diagnostics());
  }

  /** What a library of ours counts of itself. */
  static Page of(Diagnostics diagnostics) {
    return of(diagnostics, diagnostics);
  }

  private static Page of(MetricSource metrics, Diagnostics diagnostics) {
    PrometheusWriter writer =
        PrometheusWriter.of(metrics, Resource.of(Attributes.empty()), diagnostics);
    return out -> writer.write(out, TEXT);
  }

  static Page of(PrometheusRegistry registry) {
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    return out -> writer.write(out, registry.scrape());
  }

  static Page of(PrometheusMeterRegistry registry) {
    return out -> registry.scrape(out, TEXT);
  }

  static Page of(Peers.OpenTelemetrySide openTelemetry) {
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    return out -> writer.write(out, openTelemetry.reader().collect());
  }

  /** The samples of the page whose names match. */
  default Samples samples(String name) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      write(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Samples.parse(page.toString(StandardCharsets.UTF_8)).only(name);
  }
}
