package io.obs4j.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * H2, observed by us and by OpenTelemetry's instrumentation library on its SDK: the same spans, and
 * the same durations. Left out is what differs on purpose: comments and lists of values, which that
 * library keeps and shortens, what is told of an error, and the name of a procedure in metrics,
 * which the conventions recommend and that library leaves out.
 */
@Timeout(120)
class JdbcDifferentialTest {

  private static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(99), stock INT)",
          "CREATE TABLE IF NOT EXISTS supplier (id INT, item INT)",
          "CREATE INDEX by_name ON item (name)",
          "INSERT INTO item (id, name, stock) VALUES (1, 'tea', 17), (2, 'it''s', -3)",
          "INSERT INTO supplier SELECT id, 1 FROM item WHERE stock > 1.5e1",
          "select * from item i where i.name = 'tea'",
          "SELECT i.name FROM item i, supplier s WHERE i.id = s.item",
          "SELECT COUNT(*) FROM item JOIN PUBLIC.supplier s ON item.id = s.item",
          "SELECT * FROM (SELECT id FROM item) x WHERE EXISTS (SELECT 1 FROM supplier)",
          "SELECT id FROM item UNION SELECT id FROM supplier",
          "WITH few AS (SELECT * FROM item WHERE stock < 3) SELECT * FROM few",
          "UPDATE item SET stock = stock + 1 WHERE id = 0x1",
          "MERGE INTO item KEY (id) VALUES (3, 'milk', 5)",
          "DELETE FROM item WHERE name = 'milk'",
          "CALL UPPER('tea')",
          "SELECT 1",
          "VALUES (1, 'x')",
          "EXPLAIN SELECT * FROM item",
          "ALTER TABLE item ADD price INT",
          "CREATE VIEW names AS SELECT name FROM item",
          "DROP VIEW names",
          "TRUNCATE TABLE supplier",
          "DROP TABLE IF EXISTS supplier",
          "COMMIT");

  private record Recorded(List<String> spans, List<String> durations) {}

  private static Recorded run(Telemetry telemetry, String database, UnaryOperator<DataSource> wrap)
      throws SQLException, InterruptedException {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + database);
    try (Connection connection = wrap.apply(h2).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : STATEMENTS) {
        statement.execute(sql);
      }
      try (PreparedStatement prepared =
          connection.prepareStatement("SELECT name FROM item WHERE id = ?")) {
        prepared.setInt(1, 1);
        prepared.executeQuery().close();
      }
    }
    return new Recorded(
        telemetry.spans(STATEMENTS.size() + 1).stream()
            .map(span -> span.name() + ' ' + span.kind() + ' ' + shown(span, database))
            .toList(),
        telemetry.metrics().stream()
            .filter(line -> line.startsWith("db.client.operation.duration "))
            .map(line -> line.replaceFirst(" by [^ ]+", "").replace(database, "stock"))
            .map(line -> line.replace("db.stored_procedure.name=UPPER, ", ""))
            .sorted()
            .toList());
  }

  private static Map<String, String> shown(SeenSpan span, String database) {
    Map<String, String> attributes = SeenSpan.sorted(span.attributes());
    attributes.computeIfPresent("db.namespace", (key, value) -> value.replace(database, "stock"));
    return attributes;
  }

  @Test
  void statements_areToldAsByTheLibrary() throws Exception {
    Recorded ours;
    Recorded theirs;
    try (OurTelemetry telemetry = new OurTelemetry()) {
      ours = run(telemetry, "ours", io.obs4j.jdbc.JdbcTelemetry.of(telemetry.obs())::wrap);
    }
    try (SdkTelemetry telemetry = new SdkTelemetry()) {
      theirs =
          run(
              telemetry,
              "theirs",
              io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry.create(telemetry.api())
                  ::wrap);
    }

    assertThat(ours.spans).containsExactlyElementsOf(theirs.spans);
    assertThat(ours.durations).isNotEmpty().containsExactlyElementsOf(theirs.durations);
  }
}
