package io.obs4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a URL tells of a database. */
class DatabaseTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db:5433/orders?user=x&password=y, postgresql, orders, db, 5433",
    "jdbc:postgresql://[::1]:5433/orders, postgresql, orders, ::1, 5433",
    "jdbc:postgresql://[2001:db8::1]/orders, postgresql, orders, 2001:db8::1, 0",
    "jdbc:postgresql://a:1/orders, postgresql, orders, a, 1",
    "'jdbc:postgresql://a:1,b:2/orders', postgresql, orders, a, 1",
    "jdbc:postgresql:orders, postgresql, orders, , 0",
    "jdbc:mysql://root:secret@db/orders, mysql, orders, db, 0",
    "jdbc:mariadb://db, mariadb, , db, 0",
    "jdbc:sqlserver://db:1433;databaseName=orders;user=x, microsoft.sql_server, orders, db, 1433",
    "jdbc:oracle:thin:@//db:1521/orders, oracle.db, orders, db, 1521",
    "jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1, h2database, orders, , 0",
    "jdbc:h2:file:/var/lib/orders, h2database, orders, , 0",
    "jdbc:h2:mem:, h2database, , , 0",
    "jdbc:nobody://x:99999/y, other_sql, y, x, 0",
    "odbc:x, other_sql, , , 0",
    ", other_sql, , , 0",
  })
  void url_tellsKindNameAndPlace(
      String url, String system, String namespace, String address, int port) {
    Database database = Database.of(url);

    assertThat(database.system().name()).isEqualTo(system);
    assertThat(database.namespace()).isEqualTo(namespace);
    assertThat(database.address()).isEqualTo(address);
    assertThat(database.port()).isEqualTo(port);
  }
}
