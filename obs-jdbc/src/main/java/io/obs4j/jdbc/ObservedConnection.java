package io.obs4j.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection whose statements are observed. */
final class ObservedConnection extends ForwardingConnection {

  private final Databases databases;
  private final QueryObserver observer;

  /** Those of its database. Threads that race find the same ones, or ask twice. */
  private @Nullable Queries queries;

  ObservedConnection(Connection connection, Databases databases, QueryObserver observer) {
    super(connection);
    this.databases = databases;
    this.observer = observer;
  }

  /** Asks for the database not before there is a statement: until then some do not connect. */
  Query query(String sql) {
    Queries known = queries;
    if (known == null) {
      known = databases.of(connection);
      queries = known;
    }
    return known.of(sql);
  }

  QueryObserver observer() {
    return observer;
  }

  private Statement observed(Statement statement) {
    return new ObservedStatement<>(statement, this);
  }

  private PreparedStatement observed(PreparedStatement statement, String sql) {
    return new ObservedPreparedStatement<>(statement, this, query(sql));
  }

  private CallableStatement observed(CallableStatement statement, String sql) {
    return new ObservedCallableStatement(statement, this, query(sql));
  }

  @Override
  public Statement createStatement() throws SQLException {
    return observed(connection.createStatement());
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return observed(connection.createStatement(type, concurrency));
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    return observed(connection.createStatement(type, concurrency, holdability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return observed(connection.prepareStatement(sql), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int generatedKeys) throws SQLException {
    return observed(connection.prepareStatement(sql, generatedKeys), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
    return observed(connection.prepareStatement(sql, columns), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
    return observed(connection.prepareStatement(sql, columns), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return observed(connection.prepareStatement(sql, type, concurrency), sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return observed(connection.prepareStatement(sql, type, concurrency, holdability), sql);
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return observed(connection.prepareCall(sql), sql);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return observed(connection.prepareCall(sql, type, concurrency), sql);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return observed(connection.prepareCall(sql, type, concurrency, holdability), sql);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrapped.unwrap(type, this, connection);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return Wrapped.isWrapperFor(type, this, connection);
  }

  @Override
  public String toString() {
    return "observed " + connection;
  }
}
