package io.obs4j.jdbc;

import java.sql.SQLException;

/** Has the driver execute something. */
@FunctionalInterface
interface QueryCall<T> {

  T call() throws SQLException;
}
