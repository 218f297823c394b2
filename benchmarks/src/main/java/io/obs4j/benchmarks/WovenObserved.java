package io.obs4j.benchmarks;

import io.obs4j.Obs;
import io.obs4j.operation.Operation;
import io.obs4j.operation.OperationRun;
import io.obs4j.tracing.Sampler;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does a woven {@code @Observed} cost, beside the handle that a person writes? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // by the setup, as JMH has it
public class WovenObserved {

  /** Whether spans are recorded. */
  @Param("true")
  public boolean sampled;

  private Obs woven;
  private Obs byHand;
  private Operation handle;
  private int value;

  /** Woven methods record into one owner from now on, the handle into another. */
  @Setup
  public void install() {
    woven = start();
    woven.installGlobal();
    byHand = start();
    handle = byHand.operation(WovenWork.OBSERVED).create();
  }

  private Obs start() {
    Sampler sampler = sampled ? Sampler.alwaysOn() : Sampler.alwaysOff();
    return Obs.builder()
        .service("benchmark", "")
        .environment(Map.of())
        .tracing(tracing -> tracing.sampler(sampler))
        .start();
  }

  /** And no longer. */
  @TearDown
  public void close() {
    woven.close();
    byHand.close();
  }

  @Benchmark
  public int ours() {
    return WovenWork.observed(value++);
  }

  @Benchmark
  public int handle() {
    OperationRun run = handle.start();
    try {
      return WovenWork.plain(value++);
    } catch (Throwable e) {
      run.fail(e);
      throw e;
    } finally {
      run.close();
    }
  }

  /** How many calls and spans each side has. */
  static List<Outcome> outcomes(boolean sampled) {
    WovenObserved sides = new WovenObserved();
    sides.sampled = sampled;
    sides.install();
    try {
      for (int i = 0; i < 1_000; i++) {
        sides.ours();
        sides.handle();
      }
      return List.of(outcome("ours", sides.woven), outcome("handle", sides.byHand));
    } finally {
      sides.close();
    }
  }

  private static Outcome outcome(String side, Obs obs) {
    SortedMap<String, Double> samples =
        new TreeMap<>(
            Page.of(obs.metrics())
                .samples("work_observed_(duration_seconds_count|calls_total)")
                .values());
    return new Outcome(side, new Samples(samples));
  }
}
