package io.obs4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.obs4j.core.export.InMemoryExporter;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An observability and what it has recorded. */
final class Recorded implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final InMemoryExporter exporter = InMemoryExporter.create();
  final Obs obs =
      Obs.builder()
          .service("shop", "1")
          .environment(Map.of())
          .diagnostics(Diagnostics.create())
          .export(exporter)
          .start();

  /** The only span, waited for: a server ends it after the client has its answer. */
  SpanRecord span() {
    List<SpanRecord> spans = spans(1);
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  List<SpanRecord> spans(int count) {
    return exporter.awaitSpans(count, PATIENCE);
  }

  void forgetSpans() {
    exporter.clear();
  }

  /** What a metric has: by attributes, the value of a sum or the count and sum of a histogram. */
  Map<String, String> metric(String name) {
    Map<String, String> values = new TreeMap<>();
    obs.metrics().visit(new Walk(name, values));
    return values;
  }

  static Map<String, String> attributes(SpanRecord span) {
    return sorted(span.attributes());
  }

  private static Map<String, String> sorted(Attributes attributes) {
    Map<String, String> sorted = new TreeMap<>();
    attributes.forEach((key, value) -> sorted.put(key.getKey(), value.toString()));
    return sorted;
  }

  @Override
  public void close() {
    obs.close();
  }

  private static final class Walk implements MetricVisitor {
    private final String name;
    private final Map<String, String> values;
    private boolean wanted;

    Walk(String name, Map<String, String> values) {
      this.name = name;
      this.values = values;
    }

    private void add(Series series, String value) {
      if (wanted) {
        values.put(sorted(series.attributes()).toString(), value);
      }
    }

    @Override
    public void family(MetricFamily family) {
      wanted = family.name().equals(name);
    }

    @Override
    public void counter(Series series, NumberReading reading) {
      add(series, String.valueOf(reading.longValue()));
    }

    @Override
    public void gauge(Series series, NumberReading reading) {
      add(series, String.valueOf(reading.longValue()));
    }

    @Override
    public void histogram(Series series, HistogramReading reading) {
      boolean sizes = name.endsWith("size");
      add(series, reading.count() + (sizes ? " of " + (long) reading.sum() : ""));
    }

    @Override
    public void summary(Series series, SummaryReading reading) {
      add(series, "summary");
    }

    @Override
    public void info(Series series) {
      add(series, "info");
    }

    @Override
    public void stateSet(Series series, StateSetReading reading) {
      add(series, "states");
    }
  }
}
