package io.obs4j.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose connections are observed. */
final class ObservedDataSource implements DataSource {

  private final DataSource source;
  private final QueryObserver observer;

  /** Those of the database, once a connection has told which it is. */
  private volatile @Nullable Queries queries;

  ObservedDataSource(DataSource source, QueryObserver observer) {
    this.source = source;
    this.observer = observer;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return observed(source.getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return observed(source.getConnection(user, password));
  }

  private Connection observed(Connection connection) {
    Queries known = queries;
    if (known == null) {
      known = new Queries(databaseOf(connection));
      queries = known;
    }
    return new ObservedConnection(connection, known, observer);
  }

  private static Database databaseOf(Connection connection) {
    try {
      return Database.of(connection.getMetaData().getURL());
    } catch (SQLException e) {
      return Database.UNKNOWN; // What is broken fails where it is used.
    }
  }

  /** Cannot be observed: what it builds is the driver's own. */
  @Override
  public ConnectionBuilder createConnectionBuilder() throws SQLException {
    return source.createConnectionBuilder();
  }

  @Override
  public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
    return source.createShardingKeyBuilder();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return source.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    source.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    source.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return source.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return source.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrapped.unwrap(type, this, source);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return Wrapped.isWrapperFor(type, this, source);
  }

  @Override
  public String toString() {
    return "observed " + source;
  }
}
