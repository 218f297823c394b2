package io.obs4j.judges;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts what a call allocates once it is compiled. */
public final class Allocations {

  private static final int CALLS = 20_000;

  /** What keeps the results of calls from being optimised away. */
  public static volatile @Nullable Object sink;

  private Allocations() {}

  /**
   * Bytes a call, the least of several rounds.
   *
   * @param call what is measured
   * @return the bytes
   */
  public static double perCall(Supplier<? extends @Nullable Object> call) {
    return perCall(call, Double.MAX_VALUE);
  }

  /**
   * Bytes a call, tried until it is as little as wanted: the compiler may have much to do.
   *
   * @param call what is measured
   * @param wanted enough not to try further
   * @return the bytes
   */
  public static double perCall(Supplier<? extends @Nullable Object> call, double wanted) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(threads.isThreadAllocatedMemorySupported());
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
