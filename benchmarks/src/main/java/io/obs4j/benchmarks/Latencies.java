package io.obs4j.benchmarks;

import java.util.Random;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The same 4,096 latencies for everybody, log-normal with a median of 20 ms, in turn per thread.
 */
@State(Scope.Thread)
public class Latencies {

  private static final int COUNT = 4096;

  final double[] seconds = new double[COUNT];
  final long[] nanos = new long[COUNT];
  private int next;

  public Latencies() {
    Random random = new Random(42);
    for (int i = 0; i < COUNT; i++) {
      nanos[i] = (long) (20_000_000 * Math.exp(random.nextGaussian() * 0.7));
      seconds[i] = nanos[i] / 1e9;
    }
  }

  double nextSeconds() {
    return seconds[next++ & (COUNT - 1)];
  }

  long nextNanos() {
    return nanos[next++ & (COUNT - 1)];
  }

  /** Takes each latency once. */
  static void forEach(Consumer<Latencies> recording) {
    Latencies latencies = new Latencies();
    for (int i = 0; i < COUNT; i++) {
      recording.accept(latencies);
    }
  }
}
