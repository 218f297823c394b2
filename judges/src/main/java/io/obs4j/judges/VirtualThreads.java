package io.obs4j.judges;

import org.junit.jupiter.api.Assumptions;

/** Virtual threads, where the JDK has them. */
public final class VirtualThreads {

  private VirtualThreads() {}

  /**
   * Starts one; the test is skipped where there are none.
   *
   * @param task to run
   * @return the thread
   * @throws ReflectiveOperationException never, where there are virtual threads
   */
  public static Thread start(Runnable task) throws ReflectiveOperationException {
    try {
      return (Thread)
          Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    } catch (NoSuchMethodException e) {
      return Assumptions.abort("virtual threads came with JDK 21");
    }
  }
}
