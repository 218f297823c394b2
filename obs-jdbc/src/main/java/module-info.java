/** Databases behind JDBC, observed. */
module io.obs4j.jdbc {
  requires transitive io.obs4j;
  requires transitive java.sql;
  requires static transitive com.zaxxer.hikari;
  requires static transitive org.jspecify;

  exports io.obs4j.jdbc;
}
