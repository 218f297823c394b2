package io.obs4j.jdbc;

import io.opentelemetry.api.common.Attributes;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The statements of one database that were met last, so that each is read once. */
final class Queries {

  /*
   * Any thread reads and writes any place; a query is immutable, and what is found in a place is the
   * one that is looked for or not. What is lost is read again.
   */

  /** How many are kept: {@value}, a power of two. */
  static final int PLACES = 1_024;

  /** Longer ones are read each time, for they would take the memory of many: {@value}. */
  static final int LONGEST = 8 * 1024;

  private final AtomicReferenceArray<@Nullable Query> places = new AtomicReferenceArray<>(PLACES);
  private final Database database;

  Queries(Database database) {
    this.database = database;
  }

  Query of(String sql) {
    int hash = sql.hashCode();
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    Query known = places.get(place);
    if (known != null && known.sql().equals(sql)) {
      return known;
    }
    Query read = read(sql);
    if (sql.length() <= LONGEST) {
      places.set(place, read);
    }
    return read;
  }

  private Query read(String sql) {
    SqlReader reader = new SqlReader(sql, database.system());
    String text = reader.text();
    String summary = reader.summary();
    Attributes measured = DbAttributes.measured(database, summary, reader.procedure());
    String name = summary == null ? database.name() : summary;
    return new Query(sql, name, measured, DbAttributes.traced(measured, text));
  }
}
