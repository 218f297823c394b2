package io.obs4j.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters {@code name[]} of a query, by which a scraper asks for some metrics only.
 */
final class NameQuery {

  /** How many names one request may ask for. */
  static final int MOST_NAMES = 1_000;

  private NameQuery() {}

  /**
   * The names that are asked for.
   *
   * @param rawQuery as it was sent, or null if there was none
   * @return the names; empty if all metrics are asked for
   * @throws IllegalArgumentException if there are too many, or one is not percent-encoded properly
   */
  static Set<String> names(@Nullable String rawQuery) {
    Set<String> names = new HashSet<>();
    for (String parameter : rawQuery == null ? new String[0] : rawQuery.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals >= 0 && decode(parameter.substring(0, equals)).equals("name[]")) {
        names.add(decode(parameter.substring(equals + 1)));
      }
      if (names.size() > MOST_NAMES) {
        throw new IllegalArgumentException(
            "more than " + MOST_NAMES + " names; scrape without name[] instead");
      }
    }
    return names;
  }

  private static String decode(String encoded) {
    return URLDecoder.decode(encoded, UTF_8);
  }
}
