package io.obs4j.benchmarks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.obs4j.metrics.Metrics;
import io.obs4j.micrometer.ObsMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does recording through Micrometer's API cost, on our registry and on its own? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MicrometerRecord {

  private final Metrics metrics = Metrics.create();
  private final PrometheusMeterRegistry registry = Peers.micrometer();
  private final Meters ours = new Meters(new ObsMeterRegistry(metrics));
  private final Meters micrometer = new Meters(registry);

  /** The meters of one registry: a timer as it is by default, and one with eleven objectives. */
  private static final class Meters {

    private final Counter counter;
    private final Timer timer;
    private final Timer histogram;

    Meters(MeterRegistry registry) {
      counter = registry.counter("requests", Peers.tags(Labels.VALUES));
      timer = registry.timer("latency", Peers.tags(Labels.VALUES));
      histogram =
          Timer.builder("wait")
              .tags(Peers.tags(Labels.VALUES))
              .serviceLevelObjectives(Peers.objectives())
              .register(registry);
    }
  }

  @Benchmark
  public void oursCounter() {
    ours.counter.increment();
  }

  @Benchmark
  public void micrometerCounter() {
    micrometer.counter.increment();
  }

  @Benchmark
  public void oursTimer(Latencies latencies) {
    ours.timer.record(latencies.nextNanos(), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public void micrometerTimer(Latencies latencies) {
    micrometer.timer.record(latencies.nextNanos(), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public void oursHistogram(Latencies latencies) {
    ours.histogram.record(latencies.nextNanos(), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public void micrometerHistogram(Latencies latencies) {
    micrometer.histogram.record(latencies.nextNanos(), TimeUnit.NANOSECONDS);
  }

  /** What each side shows of the samples whose names match. */
  static List<Outcome> outcomes(String shown) {
    MicrometerRecord sides = new MicrometerRecord();
    for (int i = 0; i < 1_000; i++) {
      sides.oursCounter();
      sides.micrometerCounter();
    }
    List<Consumer<Latencies>> recordings =
        List.of(
            sides::oursTimer,
            sides::micrometerTimer,
            sides::oursHistogram,
            sides::micrometerHistogram);
    recordings.forEach(Latencies::forEach);
    return List.of(
        new Outcome("ours", Page.of(sides.metrics).samples(shown)),
        new Outcome("micrometer", Page.of(sides.registry).samples(shown)));
  }
}
