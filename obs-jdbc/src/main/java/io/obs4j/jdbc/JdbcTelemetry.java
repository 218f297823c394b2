package io.obs4j.jdbc;

import io.obs4j.Obs;
import io.obs4j.core.Clock;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Observes databases behind JDBC: a span for each execution of a statement, its duration by
 * OpenTelemetry's semantic conventions, and the state of connection pools.
 *
 * <pre>{@code
 * JdbcTelemetry jdbc = JdbcTelemetry.of(obs);
 * DataSource orders = jdbc.wrap(pool);
 * }</pre>
 *
 * <p>No value of a statement is ever told: neither parameters nor what stands in its text. Safe for
 * use by any thread. Nothing throws anything that the driver did not.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/">Semantic conventions for database
 *     calls</a>
 */
public final class JdbcTelemetry {

  /** The instrumentation scope of what is recorded here: {@value}. */
  public static final String SCOPE = "io.obs4j.jdbc";

  private final QueryObserver observer;
  private final Meter meter;

  private JdbcTelemetry(OpenTelemetry telemetry, Clock clock) {
    observer = new QueryObserver(telemetry, clock);
    meter = telemetry.getMeter(SCOPE);
  }

  /**
   * Observes with the clock of the machine.
   *
   * @param obs gets what is recorded
   * @return new telemetry
   */
  public static JdbcTelemetry of(Obs obs) {
    return of(obs, Clock.system());
  }

  /**
   * Observes with a clock.
   *
   * @param obs gets what is recorded
   * @param clock tells how long executions take
   * @return new telemetry
   */
  public static JdbcTelemetry of(Obs obs, Clock clock) {
    return new JdbcTelemetry(obs.openTelemetry(), Objects.requireNonNull(clock, "clock"));
  }

  /**
   * A data source whose connections execute what they are told to with spans. Closing it is left to
   * whoever has the one within.
   *
   * @param source gives the connections, such as a pool; one that was wrapped before is not
   *     observed twice
   * @return to be used in its place; {@link DataSource#unwrap} gives what is within
   */
  public DataSource wrap(DataSource source) {
    return source instanceof ObservedDataSource
        ? source
        : new ObservedDataSource(Objects.requireNonNull(source, "source"), observer);
  }

  /**
   * Shows how many connections a pool has.
   *
   * @param pool is asked whenever metrics are read
   * @return ends it when it is closed
   */
  public AutoCloseable observe(ConnectionPool pool) {
    return PoolMetrics.of(Objects.requireNonNull(pool, "pool"), meter);
  }
}
