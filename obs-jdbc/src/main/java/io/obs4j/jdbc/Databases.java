package io.obs4j.jdbc;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The databases that a data source leads to, which may be several, by the URLs of its connections.
 */
final class Databases {

  /*
   * Any thread reads and writes any place; nobody waits. The place of a URL is written once, by
   * comparing, and the places are filled in order: so each URL has one. That of a connection is
   * written over by the next one with its hash; what is lost so is asked of the driver again. What
   * a place holds is immutable, but for the statements, which see to themselves.
   */

  /** How many URLs are kept: {@value}. Of others nothing is known. */
  static final int MOST = 32;

  /** How many connections are kept: {@value}, a power of two. */
  private static final int CONNECTIONS = 256;

  private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(MOST);
  private final AtomicReferenceArray<@Nullable Asked> asked =
      new AtomicReferenceArray<>(CONNECTIONS);
  private final Queries unknown = new Queries(Database.UNKNOWN);

  /** The statements of the database of a URL. */
  private record Known(String url, Queries queries) {}

  /** A connection of a pool, which lends it again and again, and what its URL led to. */
  private static final class Asked extends WeakReference<Connection> {

    final Queries queries;

    Asked(Connection connection, Queries queries) {
      super(connection);
      this.queries = queries;
    }
  }

  /**
   * The statements of the database that a connection leads to. A connection that a pool tells from
   * the one that it lends is asked for its URL once, any other one each time. Nothing is kept of
   * one that fails.
   */
  Queries of(Connection lent) {
    Connection connection = within(lent);
    int place = System.identityHashCode(connection) & (CONNECTIONS - 1);
    Asked before = asked.get(place);
    if (before != null && before.refersTo(connection)) {
      return before.queries;
    }
    try {
      Queries queries = at(connection.getMetaData().getURL());
      if (connection != lent) {
        asked.set(place, new Asked(connection, queries));
      }
      return queries;
    } catch (SQLException | RuntimeException e) {
      return unknown; // What is broken fails where it is used.
    }
  }

  /** What a pool keeps of what it lends, where it tells; drivers before JDBC 4 do not know how. */
  private static Connection within(Connection lent) {
    try {
      Connection within = lent.unwrap(Connection.class);
      return within == null ? lent : within;
    } catch (SQLException | RuntimeException | AbstractMethodError e) {
      return lent;
    }
  }

  private Queries at(@Nullable String url) {
    for (int i = 0; url != null && i < MOST; i++) {
      Known found = known.get(i);
      if (found == null) {
        Known added = new Known(url, new Queries(Database.of(url)));
        found = known.compareAndExchange(i, null, added);
        if (found == null) {
          return added.queries();
        }
      }
      if (found.url().equals(url)) {
        return found.queries();
      }
    }
    return unknown;
  }
}
