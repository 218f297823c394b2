package io.obs4j.core;

/**
 * What an exporter is started with: everything it may read, and where it reports its own state.
 * Methods are added as signals are.
 */
public interface Signals {

  /**
   * What is being observed.
   *
   * @return the resource
   */
  Resource resource();

  /**
   * The metrics, those of the library itself included.
   *
   * @return the source to walk
   */
  MetricSource metrics();

  /**
   * Where the exporter reports its faults and counts what it does.
   *
   * @return the diagnostics
   */
  Diagnostics diagnostics();

  /**
   * The clock that all parts share.
   *
   * @return the clock
   */
  Clock clock();
}
