package io.obs4j.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A prepared statement, each execution of which is observed. */
sealed class ObservedPreparedStatement<S extends PreparedStatement>
    extends ForwardingPreparedStatement<S> permits ForwardingCallableStatement {

  private final Query query;

  ObservedPreparedStatement(S statement, ObservedConnection connection, Query query) {
    super(statement, connection);
    this.query = query;
  }

  private <T> T observe(QueryCall<T> call) throws SQLException {
    return connection.observer().observe(query, 1, call);
  }

  @Override
  public boolean execute() throws SQLException {
    return observe(statement::execute);
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return observe(statement::executeQuery);
  }

  @Override
  public int executeUpdate() throws SQLException {
    return observe(statement::executeUpdate);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return observe(statement::executeLargeUpdate);
  }

  @Override
  public void addBatch() throws SQLException {
    statement.addBatch();
    batchGrew();
  }

  @Override
  Query batchQuery() {
    return query;
  }
}
