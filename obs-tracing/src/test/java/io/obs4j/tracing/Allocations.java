package io.obs4j.tracing;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** Counts what a call allocates once it is compiled. */
final class Allocations {

  private static final int CALLS = 20_000;

  /** What keeps the results of calls from being optimised away. */
  static volatile Object sink;

  private Allocations() {}

  /** Bytes a call, the least of several rounds: the compiler may lag behind on a busy machine. */
  static double perCall(Supplier<Object> call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    double least = Double.MAX_VALUE;
    for (int round = 0; round < 30; round++) {
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
