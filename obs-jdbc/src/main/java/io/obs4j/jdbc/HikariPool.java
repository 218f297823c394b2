package io.obs4j.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * A pool of HikariCP, which tells of itself by its own interface for management. Before its first
 * connection, and after its close, it has none.
 */
public final class HikariPool implements ConnectionPool {

  private final HikariDataSource source;

  private HikariPool(HikariDataSource source) {
    this.source = source;
  }

  /**
   * A pool.
   *
   * @param source that has it
   * @return to be handed to {@link JdbcTelemetry#observe}
   */
  public static ConnectionPool of(HikariDataSource source) {
    return new HikariPool(Objects.requireNonNull(source, "source"));
  }

  @Override
  public String name() {
    String name = source.getPoolName();
    return name == null ? "HikariPool" : name;
  }

  @Override
  public int used() {
    return ask(HikariPoolMXBean::getActiveConnections);
  }

  @Override
  public int idle() {
    return ask(HikariPoolMXBean::getIdleConnections);
  }

  @Override
  public int pending() {
    return ask(HikariPoolMXBean::getThreadsAwaitingConnection);
  }

  @Override
  public int max() {
    return source.getMaximumPoolSize();
  }

  @Override
  public int minIdle() {
    return Math.max(source.getMinimumIdle(), 0);
  }

  private int ask(ToIntFunction<HikariPoolMXBean> question) {
    HikariPoolMXBean pool = source.getHikariPoolMXBean();
    return pool == null || source.isClosed() ? 0 : question.applyAsInt(pool);
  }
}
