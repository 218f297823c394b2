package io.obs4j.benchmarks;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does recording a time cost if quantiles are wanted? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SummaryRecord {

  private static final double[] QUANTILES = {0.5, 0.9, 0.99};

  /** Micrometer keeps one significant digit by default. */
  private static final double TOLERANCE = 0.1;

  private final Metrics metrics = Metrics.create();
  private final PrometheusMeterRegistry registry = Peers.micrometer();

  final Summary ours = metrics.summary("latency").unit("s").labels(Labels.NAMES).of(Labels.VALUES);
  final Timer micrometer =
      Timer.builder("latency")
          .tags(Peers.tags(Labels.VALUES))
          .publishPercentiles(QUANTILES)
          .register(registry);
  final Recorder recorder = new Recorder(TimeUnit.HOURS.toNanos(1), 2);

  @Benchmark
  public void ours(Latencies latencies) {
    ours.recordNanos(latencies.nextNanos());
  }

  @Benchmark
  public void micrometer(Latencies latencies) {
    micrometer.record(latencies.nextNanos(), TimeUnit.NANOSECONDS);
  }

  @Benchmark
  public void recorder(Latencies latencies) {
    recorder.recordValue(latencies.nextNanos());
  }

  /** Which quantiles each side tells within the tolerance of the true ones, and how many values. */
  static List<Outcome> outcomes() {
    SummaryRecord sides = new SummaryRecord();
    List<Consumer<Latencies>> benchmarks = List.of(sides::ours, sides::micrometer, sides::recorder);
    benchmarks.forEach(Latencies::forEach);
    Histogram recorded = sides.recorder.getIntervalHistogram();
    return List.of(
        outcome("ours", Page.of(sides.metrics)),
        outcome("micrometer_percentiles", Page.of(sides.registry)),
        outcome(
            "HdrHistogram_Recorder",
            (double) recorded.getTotalCount(),
            quantile -> recorded.getValueAtPercentile(100 * quantile) / 1e9));
  }

  private static Outcome outcome(String side, Page page) {
    Samples samples = page.samples("latency_seconds(_count)?");
    double count = samples.value(Samples.sample("latency_seconds_count", Labels.byName()));
    return outcome(
        side,
        count,
        quantile -> {
          SortedMap<String, String> labels = new TreeMap<>(Labels.byName());
          labels.put("quantile", Double.toString(quantile));
          return samples.value(Samples.sample("latency_seconds", labels));
        });
  }

  private static Outcome outcome(String side, double count, DoubleUnaryOperator quantiles) {
    double[] sorted = new Latencies().seconds.clone();
    Arrays.sort(sorted);
    SortedMap<String, Double> values = new TreeMap<>();
    values.put("count", count);
    for (double quantile : QUANTILES) {
      double exact = sorted[(int) Math.ceil(quantile * sorted.length) - 1];
      double error = Math.abs(quantiles.applyAsDouble(quantile) / exact - 1);
      values.put("quantile " + quantile + " is right", error <= TOLERANCE ? 1.0 : 0.0);
    }
    return new Outcome(side, new Samples(values));
  }
}
