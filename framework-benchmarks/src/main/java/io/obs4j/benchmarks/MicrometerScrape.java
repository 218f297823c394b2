package io.obs4j.benchmarks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.obs4j.metrics.Metrics;
import io.obs4j.micrometer.ObsMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a page in the text format cost of ten thousand meters, of which every tenth is a timer
 * and the others count?
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MicrometerScrape {

  private static final String OURS = "ours";
  private static final String MICROMETER = "micrometer";
  private static final Shape SHAPE = Shape.counters(10_000);
  private static final int TIMED = 10;

  /** Who is scraped. */
  @Param(OURS)
  public String side = OURS;

  private Page page = out -> {};

  /** Fills one registry: the other is not there to be collected with it. */
  @Setup
  public void setUp() {
    page = page(side);
  }

  /** One page to nowhere. */
  @Benchmark
  public void write() throws IOException {
    page.write(OutputStream.nullOutputStream());
  }

  private static Page page(String side) {
    if (side.equals(OURS)) {
      Metrics metrics = Metrics.create();
      fill(new ObsMeterRegistry(metrics));
      return Page.of(metrics);
    }
    PrometheusMeterRegistry registry = Peers.micrometer();
    fill(registry);
    return Page.of(registry);
  }

  private static void fill(MeterRegistry registry) {
    for (int i = 0; i < SHAPE.series(); i++) {
      int family = SHAPE.family(i);
      if (family % TIMED == 0) {
        registry
            .timer("latency_" + family, Peers.tags(SHAPE.values(i)))
            .record(i + 1L, TimeUnit.MILLISECONDS);
      } else {
        registry
            .counter(SHAPE.familyName(family), Peers.tags(SHAPE.values(i)))
            .increment(i * 37.0 + 1);
      }
    }
  }

  /** What each side shows. */
  static List<Outcome> outcomes() {
    String shown = "requests_\\d+_total|latency_\\d+_seconds_(sum|count|max)";
    return List.of(
        new Outcome(OURS, page(OURS).samples(shown)),
        new Outcome(MICROMETER, page(MICROMETER).samples(shown)));
  }
}
