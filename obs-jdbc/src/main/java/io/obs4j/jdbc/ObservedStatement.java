package io.obs4j.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement, each execution of which is observed. As thread-safe as that of the driver. */
sealed class ObservedStatement<S extends Statement> extends ForwardingStatement<S>
    permits ForwardingPreparedStatement {

  final ObservedConnection connection;

  /** The statements of the batch; only the first is kept, for that one names it. */
  private @Nullable String batched;

  private int batchSize;

  ObservedStatement(S statement, ObservedConnection connection) {
    super(statement);
    this.connection = connection;
  }

  private <T> T observe(String sql, QueryCall<T> call) throws SQLException {
    return connection.observer().observe(connection.query(sql), 1, call);
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    return observe(sql, () -> statement.executeQuery(sql));
  }

  @Override
  public boolean execute(String sql) throws SQLException {
    return observe(sql, () -> statement.execute(sql));
  }

  @Override
  public boolean execute(String sql, int generatedKeys) throws SQLException {
    return observe(sql, () -> statement.execute(sql, generatedKeys));
  }

  @Override
  public boolean execute(String sql, int[] columns) throws SQLException {
    return observe(sql, () -> statement.execute(sql, columns));
  }

  @Override
  public boolean execute(String sql, String[] columns) throws SQLException {
    return observe(sql, () -> statement.execute(sql, columns));
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    return observe(sql, () -> statement.executeUpdate(sql));
  }

  @Override
  public int executeUpdate(String sql, int generatedKeys) throws SQLException {
    return observe(sql, () -> statement.executeUpdate(sql, generatedKeys));
  }

  @Override
  public int executeUpdate(String sql, int[] columns) throws SQLException {
    return observe(sql, () -> statement.executeUpdate(sql, columns));
  }

  @Override
  public int executeUpdate(String sql, String[] columns) throws SQLException {
    return observe(sql, () -> statement.executeUpdate(sql, columns));
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    return observe(sql, () -> statement.executeLargeUpdate(sql));
  }

  @Override
  public long executeLargeUpdate(String sql, int generatedKeys) throws SQLException {
    return observe(sql, () -> statement.executeLargeUpdate(sql, generatedKeys));
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
    return observe(sql, () -> statement.executeLargeUpdate(sql, columns));
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
    return observe(sql, () -> statement.executeLargeUpdate(sql, columns));
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    statement.addBatch(sql);
    if (batched == null) {
      batched = sql;
    }
    batchSize++;
  }

  /** A set of parameters more, or a statement. */
  final void batchGrew() {
    batchSize++;
  }

  @Override
  public void clearBatch() throws SQLException {
    statement.clearBatch();
    forgetBatch();
  }

  private void forgetBatch() {
    batched = null;
    batchSize = 0;
  }

  /** What the batch executes. */
  Query batchQuery() {
    return connection.query(batched == null ? "" : batched);
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return observeBatch(statement::executeBatch);
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return observeBatch(statement::executeLargeBatch);
  }

  /** A driver empties a batch when it executes it, whether that succeeds or not. */
  private <T> T observeBatch(QueryCall<T> call) throws SQLException {
    Query query = batchQuery();
    int size = batchSize;
    forgetBatch();
    return connection.observer().observe(query, size, call);
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrapped.unwrap(type, this, statement);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return Wrapped.isWrapperFor(type, this, statement);
  }

  @Override
  public String toString() {
    return "observed " + statement;
  }
}
