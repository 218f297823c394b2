package io.obs4j.jdbc;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;

/** Shows the state of a pool, by the semantic conventions. */
final class PoolMetrics {

  private static final String CONNECTIONS = "{connection}";

  private PoolMetrics() {}

  /** Shows it until the result is closed. */
  static AutoCloseable of(ConnectionPool pool, Meter meter) {
    Attributes named = Attributes.of(DbAttributes.POOL_NAME, pool.name());
    Attributes used = named.toBuilder().put(DbAttributes.CONNECTION_STATE, "used").build();
    Attributes idle = named.toBuilder().put(DbAttributes.CONNECTION_STATE, "idle").build();
    ObservableLongMeasurement count =
        number(
            meter,
            "db.client.connection.count",
            CONNECTIONS,
            "The number of connections that are currently in state described by the state"
                + " attribute.");
    ObservableLongMeasurement max =
        number(
            meter,
            "db.client.connection.max",
            CONNECTIONS,
            "The maximum number of open connections allowed.");
    ObservableLongMeasurement minIdle =
        number(
            meter,
            "db.client.connection.idle.min",
            CONNECTIONS,
            "The minimum number of idle open connections allowed.");
    ObservableLongMeasurement pending =
        number(
            meter,
            "db.client.connection.pending_requests",
            "{request}",
            "The number of current pending requests for an open connection.");
    BatchCallback callback =
        meter.batchCallback(
            () -> {
              count.record(pool.used(), used);
              count.record(pool.idle(), idle);
              max.record(pool.max(), named);
              minIdle.record(pool.minIdle(), named);
              pending.record(pool.pending(), named);
            },
            count,
            max,
            minIdle,
            pending);
    return callback;
  }

  private static ObservableLongMeasurement number(
      Meter meter, String name, String unit, String description) {
    return meter
        .upDownCounterBuilder(name)
        .setUnit(unit)
        .setDescription(description)
        .buildObserver();
  }
}
