package io.obs4j.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A database, as its URL has it. Immutable.
 *
 * @param system of which kind it is
 * @param namespace its name, null if it is not known
 * @param address of its server, null if there is none, or it is not known
 * @param port of its server, 0 if it is not known
 */
record Database(
    DatabaseSystem system, @Nullable String namespace, @Nullable String address, int port) {

  static final Database UNKNOWN = new Database(DatabaseSystem.OTHER, null, null, 0);

  /** What is told of calls of which nothing else is known. */
  String name() {
    return namespace == null ? system.name() : namespace;
  }

  private static final String JDBC = "jdbc:";
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads a URL such as {@code jdbc:postgresql://db:5432/orders?user=x}, of which only what is
   * known to be harmless is kept.
   *
   * @param url as the driver tells it, null if it does not
   */
  static Database of(@Nullable String url) {
    int colon = url == null ? -1 : url.indexOf(':', JDBC.length());
    if (url == null || colon < 0 || !url.regionMatches(true, 0, JDBC, 0, JDBC.length())) {
      return UNKNOWN;
    }
    DatabaseSystem system = DatabaseSystem.of(url.substring(JDBC.length(), colon));
    int end = firstOf(url, colon + 1, "?;");
    String place = url.substring(colon + 1, end);
    String named = parameter(url, end, "databaseName=");
    int authority = place.indexOf("//");
    if (authority < 0) {
      return new Database(system, named == null ? lastName(place) : named, null, 0);
    }
    String rest = place.substring(authority + 2);
    int slash = firstOf(rest, 0, "/");
    String server = rest.substring(rest.lastIndexOf('@', slash) + 1, firstOf(rest, 0, "/,"));
    String path = slash < rest.length() ? rest.substring(slash + 1) : "";
    String namespace = named == null && !path.isEmpty() ? path : named;
    return at(system, namespace, server);
  }

  private static Database at(DatabaseSystem system, @Nullable String namespace, String server) {
    int bracket = server.indexOf(']');
    int colon = server.indexOf(':', Math.max(bracket, 0));
    String host = colon < 0 ? server : server.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]"); // as URLs have IPv6
    String address = bracketed ? host.substring(1, host.length() - 1) : host;
    return new Database(
        system,
        namespace,
        address.isEmpty() ? null : address,
        colon < 0 ? 0 : port(server.substring(colon + 1)));
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port > 0 && port <= HIGHEST_PORT ? port : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Of {@code mem:orders}, {@code file:/var/orders} or {@code thin:@orders} the last part. */
  private static @Nullable String lastName(String place) {
    int start = 0;
    for (int i = 0; i < place.length(); i++) {
      if (":/\\@".indexOf(place.charAt(i)) >= 0) {
        start = i + 1;
      }
    }
    return start == place.length() ? null : place.substring(start);
  }

  private static @Nullable String parameter(String url, int from, String name) {
    for (int i = from; i < url.length(); i++) {
      if (url.regionMatches(true, i + 1, name, 0, name.length())) {
        int start = i + 1 + name.length();
        return url.substring(start, firstOf(url, start, ";&"));
      }
    }
    return null;
  }

  private static int firstOf(String text, int from, String any) {
    int i = from;
    while (i < text.length() && any.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }
}
