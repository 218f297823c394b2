package io.obs4j.metrics;

/**
 * Measures tasks while they run: how many are in flight and how long the oldest has been. Safe for
 * use by any thread.
 */
public interface InFlight {

  /**
   * Notes that a task has begun.
   *
   * @return the task, to be closed when it ends
   */
  Task start();

  /** A task in flight. Closing it again does nothing; it may be closed by another thread. */
  interface Task extends AutoCloseable {

    /** Notes that the task has ended. */
    @Override
    void close();
  }
}
