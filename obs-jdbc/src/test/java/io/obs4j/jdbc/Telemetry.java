package io.obs4j.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.export.prometheus.PrometheusEndpoint;
import io.obs4j.export.prometheus.PrometheusHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An observability and what it has recorded. */
final class Telemetry implements AutoCloseable {

  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final PrometheusHandler metrics =
      PrometheusEndpoint.builder().writer(options -> options.scopeLabels(false)).handler();
  final Obs obs =
      Obs.builder()
          .service("shop", "1")
          .environment(Map.of())
          .diagnostics(Diagnostics.create())
          .export(exporter)
          .export(metrics)
          .start();
  final JdbcTelemetry jdbc = JdbcTelemetry.of(obs);

  /** The spans since the last call, as their names and attributes. */
  List<String> spans(int count) {
    List<SpanRecord> spans = exporter.awaitSpans(count, Duration.ofSeconds(60));
    assertThat(spans).hasSize(count);
    exporter.clear();
    return spans.stream().map(span -> span.name() + ' ' + attributes(span)).toList();
  }

  private static Map<String, String> attributes(SpanRecord span) {
    Map<String, String> sorted = new TreeMap<>();
    span.attributes().forEach((key, value) -> sorted.put(key.getKey(), value.toString()));
    return sorted;
  }

  String page() {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      metrics.write(page, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page.toString(UTF_8);
  }

  @Override
  public void close() {
    obs.close();
  }
}
