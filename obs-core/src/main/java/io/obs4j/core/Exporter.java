package io.obs4j.core;

import java.time.Duration;

/**
 * Carries signals out of the process: on request, as an endpoint does, or by itself, as one that
 * pushes to a collector.
 *
 * <p>Started at most once, by whoever owns it; safe to flush and to close at any moment and from
 * any thread, also if it was never started. What it needs to remember of a metric it keeps itself,
 * so that exporters do not disturb each other.
 */
public interface Exporter extends AutoCloseable {

  /**
   * Begins to export the signals that this exporter carries. Does not wait for the network, and
   * does not throw for a fault in the environment (a port in use, a collector that is away): that
   * is reported to {@link Signals#diagnostics()}, unless {@link Signals#strict()}.
   *
   * @param signals what to read
   * @throws IllegalStateException if it was started or closed before, or by such a fault if strict
   */
  void start(Signals signals);

  /**
   * Exports what was recorded before the call. One that is read on request has nothing to flush.
   *
   * @param limit how long to wait at the most
   * @return false if something could not be delivered in time
   */
  default boolean flush(Duration limit) {
    return true;
  }

  /**
   * Flushes, then releases all threads and ports. Idempotent; throws nothing.
   *
   * @param limit how long to take at the most; what is not delivered by then is counted as dropped
   */
  void close(Duration limit);

  /** Closes within ten seconds. */
  @Override
  default void close() {
    close(Duration.ofSeconds(10));
  }
}
