package io.obs4j.metrics;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/** What recording allocates on the thread that records. */
final class Allocation {

  /** How often a recording is called. */
  static final int CALLS = 100_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** The bytes of the cheapest of several rounds of {@link #CALLS} calls. */
  static long leastBy(IntConsumer recording) {
    long least = Long.MAX_VALUE;
    // Compiling may allocate on behalf of this thread: what counts is that it comes to rest.
    for (int attempt = 0; attempt < 10 && least > 0; attempt++) {
      least = Math.min(least, by(recording));
    }
    return least;
  }

  private static long by(IntConsumer recording) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < CALLS; i++) {
      recording.accept(i);
    }
    return THREADS.getThreadAllocatedBytes(thread) - before - overhead(thread);
  }

  private static long overhead(long thread) {
    long before = THREADS.getThreadAllocatedBytes(thread);
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }
}
