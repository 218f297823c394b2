package io.obs4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.judges.Allocations;
import io.obs4j.tracing.Sampler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What is allocated for an execution, beside what the driver does. */
class JdbcCostTest {

  /** A driver whose statements do nothing. */
  private static <T> T driver(Class<T> type, Object result) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getReturnType() == boolean.class
                    ? true
                    : method.getReturnType().isInterface() ? result : null));
  }

  /** A connection to a database that is known. */
  private static Connection connected(PreparedStatement statement) {
    DatabaseMetaData told =
        FakeServer.proxy(DatabaseMetaData.class, (proxy, method, arguments) -> "jdbc:h2:mem:stock");
    return FakeServer.proxy(
        Connection.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "prepareStatement" -> statement;
              case "getMetaData" -> told;
              default -> null;
            });
  }

  private static boolean execute(PreparedStatement statement) {
    try {
      statement.setString(1, "x");
      return statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double added(Sampler sampler) throws SQLException {
    PreparedStatement bare = driver(PreparedStatement.class, null);
    DataSource source = driver(DataSource.class, connected(bare));
    try (Obs obs =
        Obs.builder()
            .service("shop", "1")
            .environment(Map.of())
            .diagnostics(Diagnostics.create())
            .tracing(tracing -> tracing.sampler(sampler))
            .start()) {
      QueryObserver observer = new QueryObserver(obs.openTelemetry(), Clock.system());
      Connection connection = new ObservedDataSource(source, observer).getConnection();
      PreparedStatement observed = connection.prepareStatement("SELECT a FROM b WHERE c = ?");
      return Allocations.perCall(() -> execute(observed))
          - Allocations.perCall(() -> execute(bare));
    }
  }

  /** A sampler may look at the attributes: so they are handed over before it decides. */
  @Test
  void execution_unsampled_takesAtMost200Bytes() throws SQLException {
    assertThat(added(Sampler.alwaysOff())).isLessThanOrEqualTo(200);
  }

  @Test
  void execution_sampled_takesAtMost288Bytes() throws SQLException {
    assertThat(added(Sampler.alwaysOn())).isLessThanOrEqualTo(288);
  }

  private static Object prepare(DataSource source) {
    try {
      return source.getConnection().prepareStatement("SELECT a FROM b WHERE c = ?");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of a pool that was asked before, whose connections unwrap to those of the driver. */
  @Test
  void connection_lentAgain_takesAtMost128Bytes() {
    Connection pooled = connected(driver(PreparedStatement.class, null));
    DataSource pool = driver(DataSource.class, FakeServer.lend(pooled));
    try (Obs obs = Obs.builder().service("shop", "1").environment(Map.of()).start()) {
      DataSource observed = JdbcTelemetry.of(obs).wrap(pool);

      assertThat(
              Allocations.perCall(() -> prepare(observed))
                  - Allocations.perCall(() -> prepare(pool)))
          .isLessThanOrEqualTo(128);
    }
  }
}
