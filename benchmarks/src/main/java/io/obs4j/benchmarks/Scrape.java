package io.obs4j.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What does a page in the text format cost, and what does it allocate? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Scrape {

  /** Who is scraped, one of {@link Population#SIDES}. */
  @Param("ours")
  public String side = Population.OURS;

  /** Of what, as {@link Shape#parse} reads it. */
  @Param("counters_1000")
  public String shape = "counters_1000";

  private Page page = out -> {};

  /** Fills one library: the others are not there to be collected with it. */
  @Setup
  public void setUp() {
    page = Population.filled(side, Shape.parse(shape)).page();
  }

  /** One page to nowhere. */
  @Benchmark
  public void write() throws IOException {
    page.write(OutputStream.nullOutputStream());
  }
}
