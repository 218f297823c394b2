package io.obs4j.benchmarks;

import io.obs4j.Obs;
import io.obs4j.core.Clock;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does weaving {@code @Timed} add to a method, beside the recording, the clock aside? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WovenTimed {

  private static final long STEP = 1_500;

  /** Costs nothing, and goes on by one step each time that it is read. */
  private static final class FreeClock implements Clock {
    private long now;

    @Override
    public long epochNanos() {
      return now;
    }

    @Override
    public long nanoTime() {
      return now += STEP;
    }
  }

  private final Metrics metrics = Metrics.create();
  private final Histogram histogram =
      metrics.histogram(WovenWork.TIMED + ".duration").unit("s").create();
  private final Obs obs =
      Obs.builder().service("benchmark", "").environment(Map.of()).clock(new FreeClock()).start();
  private int value;

  /** Woven methods record here from now on. */
  @Setup
  public void install() {
    obs.installGlobal();
  }

  /** And no longer. */
  @TearDown
  public void close() {
    obs.close();
  }

  @Benchmark
  public int ours() {
    return WovenWork.timed(value++);
  }

  @Benchmark
  public int histogram() {
    histogram.recordNanos(STEP);
    return WovenWork.plain(value++);
  }

  @Benchmark
  public int plain() {
    return WovenWork.plain(value++);
  }

  /** What both sides have measured; a plain method measures nothing. */
  static List<Outcome> outcomes() {
    WovenTimed sides = new WovenTimed();
    sides.install();
    try {
      for (int i = 0; i < 1_000; i++) {
        sides.ours();
        sides.histogram();
      }
      String shown = "work_timed_duration_seconds_(sum|count)";
      return List.of(
          new Outcome("ours", Page.of(sides.obs.metrics()).samples(shown)),
          new Outcome("histogram", Page.of(sides.metrics).samples(shown)));
    } finally {
      sides.close();
    }
  }
}
