package io.obs4j.benchmarks;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does one increment cost once the series is at hand? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CounterResolved {

  private final Metrics metrics = Metrics.create();
  private final Metrics withoutExemplars = Metrics.builder().exemplars(false).build();
  private final PrometheusRegistry prometheus = Peers.clientJava();
  private final PrometheusMeterRegistry registry = Peers.micrometer();
  private final Peers.OpenTelemetrySide sdk = Peers.openTelemetry(Peers.standard());

  final Counter ours = counter(metrics);
  final Counter oursWithoutExemplars = counter(withoutExemplars);
  final LongAdder adder = new LongAdder();
  final CounterDataPoint clientJava =
      io.prometheus.metrics.core.metrics.Counter.builder()
          .name("requests")
          .labelNames(Labels.NAMES)
          .register(prometheus)
          .labelValues(Labels.VALUES);
  final io.micrometer.core.instrument.Counter micrometer =
      registry.counter("requests", Peers.tags(Labels.VALUES));
  final LongCounter openTelemetry = sdk.meter().counterBuilder("requests").build();
  private final Attributes attributes = Labels.attributes(Labels.VALUES);

  private static Counter counter(Metrics metrics) {
    return metrics.counter("requests").labels(Labels.NAMES).of(Labels.VALUES);
  }

  @Benchmark
  public void ours() {
    ours.increment();
  }

  @Benchmark
  public void oursWithoutExemplars() {
    oursWithoutExemplars.increment();
  }

  @Benchmark
  public void adder() {
    adder.increment();
  }

  @Benchmark
  public void clientJava() {
    clientJava.inc();
  }

  @Benchmark
  public void micrometer() {
    micrometer.increment();
  }

  @Benchmark
  public void openTelemetry() {
    openTelemetry.add(1, attributes);
  }

  /** What each side shows after a thousand increments. */
  static List<Outcome> outcomes() {
    CounterResolved sides = new CounterResolved();
    for (int i = 0; i < 1_000; i++) {
      sides.ours();
      sides.oursWithoutExemplars();
      sides.adder();
      sides.clientJava();
      sides.micrometer();
      sides.openTelemetry();
    }
    String shown = "requests_total";
    Samples ours = Page.of(sides.metrics).samples(shown);
    return List.of(
        new Outcome("ours", ours),
        new Outcome("ours_without_exemplars", Page.of(sides.withoutExemplars).samples(shown)),
        new Outcome("LongAdder", Samples.of(ours.values().firstKey(), sides.adder.doubleValue())),
        new Outcome("client_java", Page.of(sides.prometheus).samples(shown)),
        new Outcome("micrometer", Page.of(sides.registry).samples(shown)),
        new Outcome("opentelemetry_prebuilt", Page.of(sides.sdk).samples(shown)));
  }
}
