package io.obs4j.benchmarks;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.TimedAspect;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.obs4j.Obs;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.aop.aspectj.annotation.AspectJProxyFactory;

/**
 * What does a call of a timed method cost in all, with the clock: woven, or through the aspect of
 * Micrometer as Spring puts it in front of a bean?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WovenTimedAspect {

  /** A bean as people write it. */
  public static class Work {

    /**
     * Does what the woven method does.
     *
     * @param value any
     * @return another
     */
    @Timed(WovenWork.TIMED + ".duration")
    public int timed(int value) {
      return value * 31 + 7;
    }
  }

  /** Of both sides: goes on by one step each time that it is read. */
  private static final class SteppingClock implements io.obs4j.core.Clock, Clock {

    private long now;

    @Override
    public long epochNanos() {
      return 0;
    }

    @Override
    public long wallTime() {
      return 0;
    }

    @Override
    public long nanoTime() {
      return now += 1_500;
    }

    @Override
    public long monotonicTime() {
      return nanoTime();
    }
  }

  private final Obs obs;
  private final PrometheusMeterRegistry registry;
  private final Work bean;
  private int value;

  /** Both sides, on the clocks of the machine. */
  public WovenTimedAspect() {
    this(io.obs4j.core.Clock.system(), Clock.SYSTEM);
  }

  private WovenTimedAspect(io.obs4j.core.Clock ours, Clock micrometers) {
    obs = Obs.builder().service("benchmark", "").environment(Map.of()).clock(ours).start();
    registry =
        new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), micrometers);
    AspectJProxyFactory proxies = new AspectJProxyFactory(new Work());
    proxies.setProxyTargetClass(true);
    proxies.addAspect(new TimedAspect(registry));
    bean = proxies.getProxy();
  }

  /** Woven methods record here from now on. */
  @Setup
  public void install() {
    obs.installGlobal();
  }

  /** And no longer. */
  @TearDown
  public void close() {
    obs.close();
    registry.close();
  }

  @Benchmark
  public int ours() {
    return WovenWork.timed(value++);
  }

  @Benchmark
  public int micrometer() {
    return bean.timed(value++);
  }

  /** What both sides have measured by one clock. */
  static List<Outcome> outcomes() {
    SteppingClock clock = new SteppingClock();
    WovenTimedAspect sides = new WovenTimedAspect(clock, clock);
    sides.install();
    try {
      for (int i = 0; i < 1_000; i++) {
        sides.ours();
        sides.micrometer();
      }
      return List.of(
          new Outcome("ours", shown(Page.of(sides.obs.metrics()))),
          new Outcome("micrometer", shown(Page.of(sides.registry))));
    } finally {
      sides.close();
    }
  }

  /** Without labels: the aspect tells the class, the method and that there was no exception. */
  private static Samples shown(Page page) {
    SortedMap<String, Double> values = new TreeMap<>();
    page.samples("work_timed_duration_seconds_(sum|count)")
        .values()
        .forEach((sample, number) -> values.put(sample.substring(0, sample.indexOf('{')), number));
    return new Samples(values);
  }
}
