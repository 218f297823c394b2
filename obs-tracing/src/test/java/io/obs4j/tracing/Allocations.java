package io.obs4j.tracing;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Counts what a call allocates once it is compiled. */
final class Allocations {

  private static final int CALLS = 20_000;

  /** What keeps the results of calls from being optimised away. */
  static volatile Object sink;

  private Allocations() {}

  /** Bytes a call, the least of several rounds. */
  static double perCall(Supplier<Object> call) {
    return perCall(call, Double.MAX_VALUE);
  }

  /** As above, tried until it is as little as wanted: the compiler may have much to do. */
  static double perCall(Supplier<Object> call, double wanted) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    double least = Double.MAX_VALUE;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (int round = 0; round < 20 || (least > wanted && System.nanoTime() < deadline); round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        sink = call.get();
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      least = Math.min(least, (double) bytes / CALLS);
    }
    return least;
  }
}
