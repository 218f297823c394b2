package io.obs4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a statement, and what is not. */
class SqlReaderTest {

  private static final int PROGRAMS = 20_000;
  private static final DatabaseSystem H2 = DatabaseSystem.of("h2");
  private static final DatabaseSystem MYSQL = DatabaseSystem.of("mysql");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT a FROM t WHERE b = 'x''y' AND c=17 | SELECT a FROM t WHERE b = ? AND c=?",
        "SELECT -1, 1.5e-10, .5, 0xFF, t1.x5 FROM t1 | SELECT -?, ?, ?, ?, t1.x5 FROM t1",
        "SELECT a - 1 FROM t | SELECT a - ? FROM t",
        "SELECT E'a\\'b' , N'x', X'41', U&'y', q'[it's]' FROM t | SELECT ? , ?, ?, ?, ? FROM t",
        "SELECT $$a'b$$, $x$ $$ $x$, $1 FROM t | SELECT ?, ?, $1 FROM t",
        "SELECT \"a 1\" FROM \"T\"\"1\" | SELECT \"a 1\" FROM \"T\"\"1\"",
        "SELECT a /* 'x' 17 */ FROM t -- 'y' 18 | SELECT a   FROM t",
        "SELECT 'a\\' OR b='secret' | SELECT ?",
        "SELECT 'open | SELECT ?",
        "ALTER USER u IDENTIFIED BY S3cret | ALTER USER u IDENTIFIED BY?",
        "create user u identified by \"S3cret\" x | create user u identified by?",
        "SELECT \"open | SELECT ?",
        "SELECT $x$open | SELECT ?",
        "SELECT /* open 'x' | SELECT ?",
        "SELECT /* a /* b */ 'x' */ | SELECT ?",
        "SELECT 5--'a | SELECT ??",
      })
  void text_hasNoValues(String sql, String text) {
    assertThat(new SqlReader(sql, H2).text()).isEqualTo(text);
  }

  @Test
  void text_ofADatabaseWhoseStringsAreQuotedDoubly_hasNone() {
    String sql = "SELECT `a` FROM t WHERE b = \"secret\" # it's\n AND c = 'x'";

    assertThat(new SqlReader(sql, MYSQL).text())
        .isEqualTo("SELECT `a` FROM t WHERE b = ?  \n AND c = ?");
    assertThat(new SqlReader(sql, DatabaseSystem.OTHER).text()).doesNotContain("secret", "it");
  }

  @Test
  void text_whereDatabasesDisagreeOnCommentsAndBrackets_hasNoValues() {
    String hash = "SELECT 1 # it's\n FROM t WHERE name = 'secret'";
    String bracket = "SELECT [it's] FROM t WHERE a = 'secret'";

    for (String subprotocol : new String[] {"clickhouse", "tc", "sqlserver", "sqlite"}) {
      DatabaseSystem system = DatabaseSystem.of(subprotocol);
      if (!system.bracketsQuoteNames()) {
        assertThat(new SqlReader(hash, system).text()).doesNotContain("secret");
      } else {
        assertThat(new SqlReader(bracket, system).text()).isEqualTo("SELECT ?");
      }
    }
    assertThat(new SqlReader(hash, DatabaseSystem.OTHER).text()).doesNotContain("secret");
    assertThat(new SqlReader("SELECT [a b] FROM t WHERE c = 'x'", DatabaseSystem.OTHER).text())
        .isEqualTo("SELECT [a b] FROM t WHERE c = ?");
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT extract(year FROM d) FROM t, SELECT t",
    "SELECT a FROM b WHERE x IS DISTINCT FROM y, SELECT b",
    "SELECT a FROM b FOR UPDATE, SELECT b",
    "INSERT INTO a(b) VALUES (1) ON CONFLICT DO UPDATE SET b = 2, INSERT a",
    "SELECT x FROM generate_series(1) g JOIN shop.\"T\" ON TRUE, SELECT shop.\"T\"",
    "SELECT 1; DELETE FROM a, SELECT; DELETE a",
    "create or replace view if not exists v as select x from t, create view v select t",
    "'{? = call shop.next_id(?)}', call shop.next_id",
    "SET a TO b, ",
    "'', ",
  })
  void summary_tellsWhatIsDoneToWhat(String sql, String summary) {
    assertThat(new SqlReader(sql, H2).summary()).isEqualTo(summary);
  }

  @Test
  void summary_ofManyTables_isCutBetweenThem() {
    StringBuilder sql = new StringBuilder("SELECT a FROM first");
    for (int i = 0; i < 100; i++) {
      sql.append(", table_").append(i);
    }

    String summary = new SqlReader(sql.toString(), H2).summary();

    assertThat(summary).startsWith("SELECT first table_0 ").hasSizeBetween(240, 255);
    assertThat(sql).contains(summary.substring(summary.lastIndexOf(' ') + 1) + ",");
  }

  /** Random statements around random values, each written as a database would have it. */
  @Test
  void values_ofRandomStatements_areNeverTold() {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    Random random = new Random(seed);
    String alphabet = "ab'\"\\$-/*#;()?,.1 \n\u00e4";
    for (int i = 0; i < PROGRAMS; i++) {
      StringBuilder value = new StringBuilder("s3cr3t");
      for (int j = random.nextInt(12); j > 0; j--) {
        value.insert(
            random.nextInt(value.length() + 1), alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String marked = value + "S3CR3T";
      String sql =
          "SELECT a FROM t WHERE b = '"
              + marked.replace("'", "''")
              + "' AND c IN (4711, -47.11, '"
              + marked.replace("'", "''")
              + "')";
      for (DatabaseSystem system : new DatabaseSystem[] {H2, MYSQL, DatabaseSystem.OTHER}) {
        assertThat(new SqlReader(sql, system).text())
            .as("program %d of seed %d: %s", i, seed, sql)
            .startsWith("SELECT a FROM t WHERE b = ?")
            .doesNotContain("S3CR3T", "47", "'");
      }
    }
  }
}
