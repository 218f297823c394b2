package io.obs4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcPreparedStatement;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of statements on H2. */
@Timeout(120)
class JdbcTelemetryTest {

  private static final String COMMON = ", db.system.name=h2database}";

  private final Telemetry telemetry = new Telemetry();
  private final JdbcDataSource h2 = new JdbcDataSource();
  private final DataSource source = telemetry.jdbc.wrap(h2);
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    h2.setURL("jdbc:h2:mem:stock");
    connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE item (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(99))");
    }
    telemetry.spans(1);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    telemetry.close();
  }

  private static String span(String summary, String text) {
    return summary
        + " {db.namespace=stock, db.query.summary="
        + summary
        + ", db.query.text="
        + text
        + COMMON;
  }

  @Test
  void statement_hasASpanForEachExecution() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("INSERT INTO item (name) VALUES ('tea')")).isEqualTo(1);
      assertThat(statement.execute("SELECT name FROM item WHERE id = 1")).isTrue();
      try (ResultSet rows = statement.executeQuery("SELECT name FROM item WHERE name = 'tea'")) {
        assertThat(rows.next()).isTrue();
      }
    }

    assertThat(telemetry.spans(3))
        .containsExactly(
            span("INSERT item", "INSERT INTO item (name) VALUES (?)"),
            span("SELECT item", "SELECT name FROM item WHERE id = ?"),
            span("SELECT item", "SELECT name FROM item WHERE name = ?"));
    assertThat(telemetry.page())
        .contains(
            "db_client_operation_duration_seconds_count{db_namespace=\"stock\","
                + "db_query_summary=\"SELECT item\",db_system_name=\"h2database\"} 2\n");
  }

  @Test
  void preparedStatement_isObserved_andGivesItsKeys() throws SQLException {
    String sql = "INSERT INTO item (name) VALUES (?)";
    try (PreparedStatement statement =
        connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      statement.setString(1, "secret");
      assertThat(statement.executeUpdate()).isEqualTo(1);
      try (ResultSet keys = statement.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getInt(1)).isEqualTo(1);
      }
      assertThat(statement.getConnection()).isSameAs(connection);
    }

    assertThat(telemetry.spans(1)).containsExactly(span("INSERT item", sql));
  }

  @Test
  void batch_isOneSpan_withItsSize() throws SQLException {
    String sql = "INSERT INTO item (name) VALUES (?)";
    try (PreparedStatement prepared = connection.prepareStatement(sql);
        Statement statement = connection.createStatement()) {
      for (String name : List.of("tea", "milk", "sugar")) {
        prepared.setString(1, name);
        prepared.addBatch();
      }
      assertThat(prepared.executeBatch()).containsExactly(1, 1, 1);
      statement.addBatch("DELETE FROM item WHERE name = 'tea'");
      statement.addBatch("DELETE FROM item WHERE name = 'milk'");
      assertThat(statement.executeBatch()).containsExactly(1, 1);
      statement.addBatch("DELETE FROM item");
      statement.clearBatch();
      statement.addBatch("UPDATE item SET name = 'x'");
      assertThat(statement.executeLargeBatch()).containsExactly(1);
    }

    assertThat(telemetry.spans(3))
        .containsExactly(
            span("INSERT item", sql).replace("stock,", "stock, db.operation.batch.size=3,"),
            span("DELETE item", "DELETE FROM item WHERE name = ?")
                .replace("stock,", "stock, db.operation.batch.size=2,"),
            span("UPDATE item", "UPDATE item SET name = ?"));
  }

  @Test
  void call_namesItsProcedure() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE ALIAS twice AS 'int twice(int x) { return 2 * x; }'");
    }
    telemetry.spans(1);
    try (CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
      call.registerOutParameter(1, java.sql.Types.INTEGER);
      call.setInt(2, 21);
      call.execute();
      assertThat(call.getInt(1)).isEqualTo(42);
    }

    assertThat(telemetry.spans(1).get(0))
        .startsWith("call twice {")
        .contains("db.stored_procedure.name=twice")
        .contains("db.query.text={? = call twice(?)}");
  }

  @Test
  void error_hasTheStateOfTheDatabase_andNoMessage() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT price FROM item WHERE name = 'secret'"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("PRICE");
    }

    assertThat(telemetry.spans(1).get(0))
        .contains("db.response.status_code=42S22", "error.type=42S22")
        .doesNotContain("secret");
    assertThat(telemetry.page())
        .contains("db_system_name=\"h2database\",error_type=\"42S22\"} 1\n");
  }

  @Test
  void unwrap_findsWhatTheDriverMade() throws SQLException {
    assertThat(source.unwrap(JdbcDataSource.class)).isSameAs(h2);
    assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
    assertThat(connection.unwrap(JdbcConnection.class)).isInstanceOf(JdbcConnection.class);
    assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
    try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
      assertThat(statement.isWrapperFor(JdbcPreparedStatement.class)).isTrue();
      assertThat(statement.unwrap(JdbcPreparedStatement.class)).isNotSameAs(statement);
      assertThat(statement.isWrapperFor(JdbcDataSource.class)).isFalse();
    }
    assertThat(telemetry.jdbc.wrap(source)).isSameAs(source);
  }

  @Test
  void pool_showsItsConnections() throws Exception {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(h2);
      pool.setPoolName("items");
      pool.setMaximumPoolSize(3);
      DataSource observed = telemetry.jdbc.wrap(pool);
      try (AutoCloseable shown = telemetry.jdbc.observe(HikariPool.of(pool));
          Connection lent = observed.getConnection()) {
        assertThat(shown).isNotNull();
        assertThat(lent.isWrapperFor(JdbcConnection.class)).isTrue();
        assertThat(telemetry.page())
            .contains("db_client_connection_count{")
            .contains(
                "db_client_connection_pool_name=\"items\",db_client_connection_state=\"used\"} 1\n")
            .contains("db_client_connection_max{db_client_connection_pool_name=\"items\"} 3\n")
            .contains(
                "db_client_connection_pending_requests{db_client_connection_pool_name=\"items\"}"
                    + " 0\n");
      }
      assertThat(telemetry.page()).doesNotContain("db_client_connection_count{");
    }
  }
}
