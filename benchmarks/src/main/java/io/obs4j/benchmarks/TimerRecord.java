package io.obs4j.benchmarks;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does recording a measured time cost, the clock aside? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimerRecord {

  private final Metrics metrics = Metrics.create();
  private final PrometheusMeterRegistry plain = Peers.micrometer();
  private final PrometheusMeterRegistry withSlo = Peers.micrometer();
  private final PrometheusMeterRegistry withHistogram = Peers.micrometer();

  final Histogram ours =
      metrics.histogram("latency").unit("s").labels(Labels.NAMES).of(Labels.VALUES);
  final Timer micrometer = timer().register(plain);
  final Timer micrometerSlo = timer().serviceLevelObjectives(Peers.objectives()).register(withSlo);
  final Timer micrometerHistogram = timer().publishPercentileHistogram().register(withHistogram);

  private static Timer.Builder timer() {
    return Timer.builder("latency").tags(Peers.tags(Labels.VALUES));
  }

  @Benchmark
  public void ours(Latencies latencies) {
    ours.recordNanos(latencies.nextNanos());
  }

  @Benchmark
  public void micrometer(Latencies latencies) {
    micrometer.record(latencies.nextNanos(), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public void micrometerSlo(Latencies latencies) {
    micrometerSlo.record(latencies.nextNanos(), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public void micrometerHistogram(Latencies latencies) {
    micrometerHistogram.record(latencies.nextNanos(), TimeUnit.NANOSECONDS);
  }

  /** What each side shows; the buckets of Micrometer are not those of ours. */
  static List<Outcome> outcomes() {
    TimerRecord sides = new TimerRecord();
    List<Consumer<Latencies>> benchmarks =
        List.of(sides::ours, sides::micrometer, sides::micrometerSlo, sides::micrometerHistogram);
    benchmarks.forEach(Latencies::forEach);
    String shown = "latency_seconds_(sum|count)";
    return List.of(
        new Outcome("ours", Page.of(sides.metrics).samples(shown)),
        new Outcome("micrometer", Page.of(sides.plain).samples(shown)),
        new Outcome("micrometer_slo", Page.of(sides.withSlo).samples(shown)),
        new Outcome(
            "micrometer_percentile_histogram", Page.of(sides.withHistogram).samples(shown)));
  }
}
