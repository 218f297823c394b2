package io.obs4j.logging.sink;

/** Waits that an interrupt does not end; it is kept for whoever comes later. */
final class Uninterrupted {

  private Uninterrupted() {}

  /** Something to wait for. */
  interface Wait {
    boolean within(long nanos) throws InterruptedException;
  }

  /** Whether what is waited for has come in time. */
  static boolean await(Wait wait, long nanos) {
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
