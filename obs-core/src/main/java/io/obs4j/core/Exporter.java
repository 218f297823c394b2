package io.obs4j.core;

import java.time.Duration;

/**
 * Carries signals out of the process. Started once, by whoever owns it; safe to close at any
 * moment, also if it was never started.
 */
public interface Exporter extends AutoCloseable {

  /**
   * Begins to export. A fault in the environment (a port in use, a collector that is away) is
   * reported to {@link Signals#diagnostics()} and does not throw.
   *
   * @param signals what to read
   * @throws IllegalStateException if started twice
   */
  void start(Signals signals);

  /**
   * Exports what was recorded before the call, where the exporter pushes.
   *
   * @param limit how long to wait at the most
   * @return false if something could not be delivered in time
   */
  default boolean flush(Duration limit) {
    return true;
  }

  /**
   * Flushes and releases all threads and ports. Idempotent.
   *
   * @param limit how long to take at the most
   */
  void close(Duration limit);

  /** Closes within ten seconds. */
  @Override
  default void close() {
    close(Duration.ofSeconds(10));
  }
}
