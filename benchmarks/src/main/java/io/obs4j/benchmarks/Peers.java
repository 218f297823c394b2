package io.obs4j.benchmarks;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.ExplicitBucketHistogramOptions;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Arrays;

/** The peers with their defaults, each with whatever lets it be read. */
final class Peers {

  /** Upper bounds in seconds: those that client_java has by default. */
  static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  private Peers() {}

  static PrometheusRegistry clientJava() {
    return new PrometheusRegistry();
  }

  static PrometheusMeterRegistry micrometer() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  /** What the SDK does unless a view says otherwise. */
  static Aggregation standard() {
    return Aggregation.defaultAggregation();
  }

  /** Histograms of eleven bounds. */
  static Aggregation explicit() {
    return Aggregation.explicitBucketHistogram(
        ExplicitBucketHistogramOptions.builder()
            .setBucketBoundaries(Arrays.stream(BOUNDS).boxed().toList())
            .build());
  }

  /** An SDK with room for all series of the benchmarks. */
  static OpenTelemetrySide openTelemetry(Aggregation aggregation) {
    PrometheusMetricReader reader = PrometheusMetricReader.create();
    SdkMeterProvider provider =
        SdkMeterProvider.builder()
            .registerMetricReader(reader)
            .registerView(
                InstrumentSelector.builder().setName("*").build(),
                View.builder().setAggregation(aggregation).setCardinalityLimit(200_000).build())
            .build();
    return new OpenTelemetrySide(provider.get("benchmarks"), reader);
  }

  /** A meter, and the reader that exports what it records. */
  record OpenTelemetrySide(Meter meter, PrometheusMetricReader reader) {}

  /** The same bounds for Micrometer. */
  static Duration[] objectives() {
    return Arrays.stream(BOUNDS)
        .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
        .toArray(Duration[]::new);
  }

  static Tags tags(String... values) {
    return Tags.of(
        Labels.NAMES[0], values[0], Labels.NAMES[1], values[1], Labels.NAMES[2], values[2]);
  }
}
