package io.obs4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** What becomes of statements on a real PostgreSQL. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class PostgresTest {

  private static PostgresServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = PostgresServer.start(directory);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void statements_areToldWithoutTheirValues() throws SQLException {
    try (Telemetry telemetry = new Telemetry();
        Connection connection = telemetry.jdbc.wrap(server.source()).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE item (id SERIAL PRIMARY KEY, name TEXT UNIQUE)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO item (name) VALUES (?)", new String[] {"id"})) {
        insert.setString(1, "secret");
        assertThat(insert.executeUpdate()).isEqualTo(1);
        try (ResultSet keys = insert.getGeneratedKeys()) {
          assertThat(keys.next()).isTrue();
        }
        assertThatThrownBy(insert::executeUpdate).hasMessageContaining("secret");
      }
      statement.execute(
          "SELECT $x$it's$x$, E'a\\'b', 'x', name FROM public.item WHERE id = -1234567");
      assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
      assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();

      List<String> spans = telemetry.spans(4);
      assertThat(spans)
          .extracting(span -> span.substring(0, span.indexOf(" {")))
          .containsExactly("CREATE TABLE item", "INSERT item", "INSERT item", "SELECT public.item");
      assertThat(spans.toString()).doesNotContain("secret", "it's", "1234567");
      assertThat(spans.get(0))
          .contains("db.namespace=postgres", "db.system.name=postgresql")
          .contains("server.address=127.0.0.1", "server.port=");
      assertThat(spans.get(2)).contains("db.response.status_code=23505", "error.type=23505");
      assertThat(spans.get(3))
          .contains("db.query.text=SELECT ?, ?, ?, name FROM public.item WHERE id = ?,");
    }
  }
}
