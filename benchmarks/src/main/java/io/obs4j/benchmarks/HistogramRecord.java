package io.obs4j.benchmarks;

import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does one recording cost, into exponential buckets and into eleven explicit ones? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HistogramRecord {

  private final Metrics metrics = Metrics.create();
  private final PrometheusRegistry natives = Peers.clientJava();
  private final PrometheusRegistry defaults = Peers.clientJava();
  private final PrometheusRegistry classics = Peers.clientJava();
  private final Peers.OpenTelemetrySide base2 =
      Peers.openTelemetry(Aggregation.base2ExponentialBucketHistogram());
  private final Peers.OpenTelemetrySide explicit = Peers.openTelemetry(Peers.explicit());
  private final Attributes attributes = Labels.attributes(Labels.VALUES);

  final Histogram oursExponential =
      metrics.histogram("latency").unit("s").labels(Labels.NAMES).of(Labels.VALUES);
  final Histogram oursExplicit =
      metrics
          .histogram("explicit")
          .unit("s")
          .explicit(Peers.BOUNDS)
          .labels(Labels.NAMES)
          .of(Labels.VALUES);
  final DistributionDataPoint clientJavaNative =
      clientJava("latency_seconds").nativeOnly().register(natives).labelValues(Labels.VALUES);
  final DistributionDataPoint clientJavaDefault =
      clientJava("latency_seconds").register(defaults).labelValues(Labels.VALUES);
  final DistributionDataPoint clientJavaClassic =
      clientJava("explicit_seconds").classicOnly().register(classics).labelValues(Labels.VALUES);
  final DoubleHistogram openTelemetryBase2 =
      base2.meter().histogramBuilder("latency").setUnit("s").build();
  final DoubleHistogram openTelemetryExplicit =
      explicit.meter().histogramBuilder("explicit").setUnit("s").build();

  private static io.prometheus.metrics.core.metrics.Histogram.Builder clientJava(String name) {
    return io.prometheus.metrics.core.metrics.Histogram.builder()
        .name(name)
        .labelNames(Labels.NAMES);
  }

  @Benchmark
  public void oursExponential(Latencies latencies) {
    oursExponential.record(latencies.nextSeconds());
  }

  @Benchmark
  public void oursExplicit(Latencies latencies) {
    oursExplicit.record(latencies.nextSeconds());
  }

  @Benchmark
  public void clientJavaNative(Latencies latencies) {
    clientJavaNative.observe(latencies.nextSeconds());
  }

  @Benchmark
  public void clientJavaDefault(Latencies latencies) {
    clientJavaDefault.observe(latencies.nextSeconds());
  }

  @Benchmark
  public void clientJavaClassic(Latencies latencies) {
    clientJavaClassic.observe(latencies.nextSeconds());
  }

  @Benchmark
  public void openTelemetryBase2(Latencies latencies) {
    openTelemetryBase2.record(latencies.nextSeconds(), attributes);
  }

  @Benchmark
  public void openTelemetryExplicit(Latencies latencies) {
    openTelemetryExplicit.record(latencies.nextSeconds(), attributes);
  }

  /** What each side with exponential buckets shows, all of them by powers of two. */
  static List<Outcome> exponentialOutcomes() {
    HistogramRecord sides = recorded();
    Samples ours = Page.of(sides.metrics).samples("latency_seconds_(bucket|sum|count)");
    List<Double> bounds = ours.bounds();
    return List.of(
        new Outcome("ours", ours),
        new Outcome("client_java_native", NativeBuckets.samples(sides.natives.scrape(), bounds)),
        new Outcome("client_java_default", NativeBuckets.samples(sides.defaults.scrape(), bounds)),
        new Outcome(
            "opentelemetry_base2", NativeBuckets.samples(sides.base2.reader().collect(), bounds)));
  }

  /** What each side with eleven bounds shows. */
  static List<Outcome> explicitOutcomes() {
    HistogramRecord sides = recorded();
    String shown = "explicit_seconds_(bucket|sum|count)";
    return List.of(
        new Outcome("ours", Page.of(sides.metrics).samples(shown)),
        new Outcome("client_java_classic", Page.of(sides.classics).samples(shown)),
        new Outcome("opentelemetry_explicit", Page.of(sides.explicit).samples(shown)));
  }

  private static HistogramRecord recorded() {
    HistogramRecord sides = new HistogramRecord();
    List<Consumer<Latencies>> benchmarks =
        List.of(
            sides::oursExponential,
            sides::oursExplicit,
            sides::clientJavaNative,
            sides::clientJavaDefault,
            sides::clientJavaClassic,
            sides::openTelemetryBase2,
            sides::openTelemetryExplicit);
    benchmarks.forEach(Latencies::forEach);
    return sides;
  }
}
