package io.obs4j.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source whose connections are observed. */
final class ObservedDataSource implements DataSource {

  private final DataSource source;
  private final QueryObserver observer;
  private final Databases databases = new Databases();

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
    return new ObservedConnection(connection, databases, observer);
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
