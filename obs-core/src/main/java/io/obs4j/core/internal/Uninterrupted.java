package io.obs4j.core.internal;

import java.util.concurrent.TimeUnit;

/** Waits that an interrupt does not end; it is kept for whoever comes later. */
public final class Uninterrupted {

  private Uninterrupted() {}

  /** Something to wait for. */
  @FunctionalInterface
  public interface Wait {

    /**
     * Waits.
     *
     * @param nanos how long at the most; not positive if the time is over
     * @return whether it has come
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    boolean within(long nanos) throws InterruptedException;
  }

  /**
   * Waits for a thread to end.
   *
   * @param thread that was started
   * @param nanos how long at the most
   * @return whether it has ended in time
   */
  public static boolean join(Thread thread, long nanos) {
    return await(
        left -> {
          TimeUnit.NANOSECONDS.timedJoin(thread, left);
          return !thread.isAlive();
        },
        nanos);
  }

  /**
   * Waits for as long as it takes, at the most for a time.
   *
   * @param wait begun anew after each interrupt
   * @param nanos how long at the most
   * @return whether what is waited for has come in time
   */
  public static boolean await(Wait wait, long nanos) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + nanos;
    try {
      while (true) {
        try {
          return wait.within(deadline - System.nanoTime());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
