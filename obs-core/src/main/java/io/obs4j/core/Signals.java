package io.obs4j.core;

/**
 * What an exporter is started with: everything that it may read, and where it reports its own
 * state.
 *
 * <p>An exporter reads the signals that it carries and leaves the others alone. A signal that is
 * added to this interface comes with a default method that offers nothing, so that existing
 * implementations stay valid. All that is handed out is safe for use by any thread.
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
   * The spans that end from now on.
   *
   * @return the source to subscribe to; none by default
   */
  default RecordSource<SpanRecord> spans() {
    return RecordSource.none();
  }

  /**
   * What is logged from now on.
   *
   * @return the source to subscribe to; none by default
   */
  default RecordSource<LogRecord> logs() {
    return RecordSource.none();
  }

  /**
   * Whether the service and what it depends on are well.
   *
   * @return nothing is checked by default
   */
  default Health health() {
    return Health.none();
  }

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

  /**
   * Whether faults of the environment are fatal: an exporter then throws {@link
   * IllegalStateException} at its start in place of reporting them.
   *
   * @return false unless the program or its environment asked for it
   */
  default boolean strict() {
    return false;
  }

  /**
   * Metrics alone, for an exporter that is started without a facade. Whether the metrics of the
   * library itself are among them is up to the source.
   *
   * @param resource what is being observed
   * @param metrics the source to walk
   * @param diagnostics where the exporter reports
   * @return the signals, on the system's clock
   */
  static Signals ofMetrics(Resource resource, MetricSource metrics, Diagnostics diagnostics) {
    return new MetricSignals(resource, metrics, diagnostics, Clock.system());
  }
}
