package io.obs4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which database a connection is taken to lead to. */
@Timeout(120)
class DatabasesTest {

  private static final String QUOTED = "SELECT \"Name\" FROM t";

  private final Telemetry telemetry = new Telemetry();
  private final FakeServer postgres = new FakeServer("jdbc:postgresql://pg:5432/a");
  private final FakeServer mySql = new FakeServer("jdbc:mysql://my:3306/b");
  private final Connection[] current = {postgres.connect()};
  private final DataSource source = telemetry.jdbc.wrap(FakeServer.source(current));

  @AfterEach
  void close() {
    telemetry.close();
  }

  /** The span of a statement on the connection that the data source gives. */
  private String span(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    return telemetry.spans(1).get(0);
  }

  private String spanOn(FakeServer server, String sql) throws SQLException {
    current[0] = server.connect();
    return span(sql);
  }

  @Test
  void connectionsOfTwoDatabases_areReadByTheRulesOfEach() throws SQLException {
    String sql = "SELECT * FROM u WHERE pw = \"s3cret\"";

    assertThat(spanOn(postgres, QUOTED))
        .contains("db.query.text=" + QUOTED, "server.address=pg", "db.namespace=a");
    assertThat(spanOn(mySql, sql))
        .contains("db.query.text=SELECT * FROM u WHERE pw = ?")
        .contains("db.system.name=mysql", "server.address=my", "db.namespace=b")
        .doesNotContain("s3cret");
    assertThat(spanOn(postgres, QUOTED)).contains("server.address=pg");
  }

  @Test
  void connection_thatCannotTell_isMasked_andSpoilsNoOther() throws SQLException {
    for (Exception failure :
        List.of(new SQLException("connection reset"), new IllegalStateException("closed"))) {
      postgres.failure = failure;
      assertThat(spanOn(postgres, QUOTED))
          .contains("db.system.name=other_sql", "db.query.text=SELECT ? FROM t")
          .doesNotContain("server.address");

      postgres.failure = null;
      assertThat(spanOn(postgres, QUOTED))
          .contains("db.system.name=postgresql", "db.query.text=" + QUOTED, "server.address=pg");
    }
  }

  @Test
  void connectionOfAPool_thatCouldNotTell_isAskedWhenItIsLentAgain() throws SQLException {
    Connection pooled = postgres.connect();
    postgres.failure = new SQLException("connection reset");
    current[0] = FakeServer.lend(pooled);
    assertThat(span(QUOTED)).contains("db.system.name=other_sql");

    postgres.failure = null;
    current[0] = FakeServer.lend(pooled);
    assertThat(span(QUOTED)).contains("db.system.name=postgresql");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jdbc:nobody://x/y", "odbc:x"})
  void url_thatIsNotKnown_isMasked(String url) throws SQLException {
    assertThat(spanOn(new FakeServer(url), QUOTED)).contains("db.query.text=SELECT ? FROM t");
  }

  @Test
  void connectionOfAPool_isAskedOnce_howeverOftenItIsLent() throws SQLException {
    Connection pooled = postgres.connect();
    for (int i = 0; i < 3; i++) {
      current[0] = FakeServer.lend(pooled);
      assertThat(span(QUOTED)).contains("server.address=pg");
    }
    assertThat(postgres.asked).isEqualTo(1);

    current[0] = FakeServer.lend(postgres.connect());
    assertThat(span(QUOTED)).contains("server.address=pg");
    assertThat(postgres.asked).isEqualTo(2);
  }

  /** Some connect not before there is a statement, and may choose between databases then. */
  @Test
  void connection_isAskedForItsFirstStatement_andOnceWhileItIsLent() throws SQLException {
    try (Connection connection = source.getConnection()) {
      assertThat(postgres.asked).isZero();
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
        statement.execute("SELECT 2");
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 3");
      }
    }

    assertThat(telemetry.spans(3)).allMatch(span -> span.contains("server.address=pg"));
    assertThat(postgres.asked).isEqualTo(1);
  }

  @Test
  void connectionOfHikari_isAskedOnce_andComesBack() throws SQLException {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:lent");
    int[] asked = new int[1];
    DataSource counting =
        FakeServer.proxy(
            DataSource.class,
            (proxy, method, arguments) ->
                method.getName().equals("getConnection")
                    ? counted(h2.getConnection(), asked)
                    : method.invoke(h2, arguments));
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(counting);
      pool.setMaximumPoolSize(1);
      DataSource observed = telemetry.jdbc.wrap(pool);
      pool.getConnection().close();
      int before = asked[0];
      for (int i = 0; i < 3; i++) {
        try (Connection connection = observed.getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("SELECT 1");
        }
      }

      assertThat(asked[0] - before).isEqualTo(1);
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
    assertThat(telemetry.spans(3)).allMatch(span -> span.contains("db.namespace=lent"));
  }

  private static Connection counted(Connection connection, int[] asked) {
    return FakeServer.proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("unwrap")) {
            return proxy;
          }
          if (method.getName().equals("getMetaData")) {
            asked[0]++;
          }
          return method.invoke(connection, arguments);
        });
  }

  @Test
  void urlsBeyondTheBound_areMasked_andThoseBeforeAreKnownStill() throws SQLException {
    for (int i = 0; i < Databases.MOST; i++) {
      FakeServer server = new FakeServer("jdbc:postgresql://pg" + i + "/a");
      assertThat(spanOn(server, QUOTED)).contains("server.address=pg" + i);
    }

    assertThat(spanOn(postgres, QUOTED))
        .contains("db.system.name=other_sql", "db.query.text=SELECT ? FROM t")
        .doesNotContain("server.address", "db.namespace");
    assertThat(spanOn(new FakeServer("jdbc:postgresql://pg0/a"), QUOTED))
        .contains("server.address=pg0", "db.query.text=" + QUOTED);
  }

  @Test
  void connectionsThatRace_findTheSameStatements() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < 2_000; i++) {
        Databases databases = new Databases();
        Callable<Queries> first =
            () -> {
              Connection connection = new FakeServer("jdbc:postgresql://pg/a").connect();
              start.await(60, TimeUnit.SECONDS);
              return databases.of(connection);
            };
        List<Future<Queries>> found = threads.invokeAll(List.of(first, first));

        assertThat(found.get(0).get()).isSameAs(found.get(1).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
