package io.obs4j.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** What was measured of one side, in all its forks. */
final class Measurement {

  private final List<Double> values = new ArrayList<>();
  private final List<Double> bytes = new ArrayList<>();

  void add(double value, double itsBytes) {
    values.add(value);
    bytes.add(itsBytes);
  }

  /** Adds the time and the allocated bytes per operation of each iteration. */
  void add(Collection<RunResult> results) {
    results.stream()
        .flatMap(result -> result.getBenchmarkResults().stream())
        .flatMap(fork -> fork.getIterationResults().stream())
        .forEach(iteration -> add(iteration.getPrimaryResult().getScore(), allocated(iteration)));
  }

  double median() {
    return median(values);
  }

  double bytes() {
    return median(bytes);
  }

  @SuppressWarnings("rawtypes") // as JMH has it
  private static double allocated(IterationResult iteration) {
    return iteration.getSecondaryResults().entrySet().stream()
        .filter(result -> result.getKey().endsWith("gc.alloc.rate.norm"))
        .mapToDouble(result -> result.getValue().getScore())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("JMH's GC profiler measured nothing"));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
