package io.obs4j.integration;

import io.obs4j.Obs;
import io.obs4j.core.Exporter;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Our tracing, metrics and propagators, as the facade hands them out. */
final class OurTelemetry extends Telemetry {

  private final Obs obs = Obs.builder().environment(Map.of()).export(new Keeping()).start();

  @Override
  OpenTelemetry api() {
    return obs.openTelemetry();
  }

  Obs obs() {
    return obs;
  }

  Metrics engine() {
    return obs.metrics();
  }

  /** Keeps each span on the thread that ends it. */
  private final class Keeping implements Exporter {

    @Override
    public void start(Signals signals) {
      signals.spans().subscribe(span -> ended.add(seen(span)));
    }

    @Override
    public void close(Duration limit) {
      // Nothing is held.
    }
  }

  private static SeenSpan seen(SpanRecord span) {
    return new SeenSpan(
        span.traceIdHex(),
        span.spanIdHex(),
        span.parentSpanIdHex(),
        span.isParentRemote(),
        span.scope().name(),
        span.name(),
        span.kind().name(),
        span.status() + span.statusDescription(),
        span.attributes(),
        span.events().stream()
            .map(event -> new SeenSpan.Event(event.name(), event.attributes()))
            .toList(),
        span.links().stream().map(link -> link.target().getSpanId()).toList(),
        span.endEpochNanos() - span.startEpochNanos());
  }

  @Override
  List<String> metrics() {
    Lines lines = new Lines();
    obs.metrics().visit(lines);
    return lines.lines.stream().filter(line -> !line.contains(" by io.obs4j ")).sorted().toList();
  }

  private static final class Lines implements MetricVisitor {

    private final List<String> lines = new ArrayList<>();
    private String family = "";

    @Override
    public void family(MetricFamily next) {
      family = next.name() + ' ' + next.kind() + " [" + next.unit() + "] by " + next.scope().name();
    }

    private void add(Series series, String value) {
      lines.add(family + ' ' + SeenSpan.sorted(series.attributes()) + ' ' + value);
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
      List<Double> bounds = new ArrayList<>();
      for (int i = 0; i < reading.boundCount(); i++) {
        bounds.add(reading.bound(i));
      }
      boolean positive = reading.sum() > 0 && reading.min() > 0 && reading.max() >= reading.min();
      add(series, reading.count() + " values" + (positive ? ", positive, " : ", ") + bounds);
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
