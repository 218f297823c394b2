package io.obs4j.jdbc;

/**
 * A kind of database, by the name that the conventions give to it and how its URLs begin.
 *
 * @param name such as {@code postgresql}
 * @param doubleQuotesAreNames whether what is quoted doubly is always the name of something
 * @param hashIsComment whether a hash may begin a comment
 */
record DatabaseSystem(String name, boolean doubleQuotesAreNames, boolean hashIsComment) {

  /** One that is not known: whatever may be a value is one. */
  static final DatabaseSystem OTHER = new DatabaseSystem("other_sql", false, true);

  private static final String[][] KNOWN = {
    {"postgresql", "postgresql"},
    {"pgsql", "postgresql"},
    {"h2", "h2database"},
    {"mysql", "mysql"},
    {"mariadb", "mariadb"},
    {"sqlserver", "microsoft.sql_server"},
    {"oracle", "oracle.db"},
    {"db2", "ibm.db2"},
    {"sqlite", "sqlite"},
    {"derby", "derby"},
    {"hsqldb", "hsqldb"},
    {"redshift", "aws.redshift"},
    {"clickhouse", "clickhouse"},
    {"trino", "trino"},
    {"sap", "sap.hana"},
  };

  /** The kind of a database whose URL goes on with a name after {@code jdbc:}. */
  static DatabaseSystem of(String subprotocol) {
    for (String[] known : KNOWN) {
      if (known[0].equals(subprotocol)) {
        return of(known[1], subprotocol);
      }
    }
    return OTHER;
  }

  private static DatabaseSystem of(String name, String subprotocol) {
    boolean mySql = subprotocol.equals("mysql") || subprotocol.equals("mariadb");
    boolean lenient = mySql || subprotocol.equals("sqlite") || subprotocol.equals("clickhouse");
    return new DatabaseSystem(name, !lenient, mySql || subprotocol.equals("clickhouse"));
  }

  /** Whether a hash begins a comment wherever it stands. */
  boolean hashIsAlwaysComment() {
    return name.equals("mysql") || name.equals("mariadb");
  }

  /** Whether brackets may quote names. */
  boolean bracketsQuoteNames() {
    return equals(OTHER) || name.equals("microsoft.sql_server") || name.equals("sqlite");
  }
}
