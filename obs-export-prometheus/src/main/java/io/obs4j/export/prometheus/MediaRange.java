package io.obs4j.export.prometheus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One element of an {@code Accept} or {@code Accept-Encoding} header.
 *
 * @param value in lower case, such as {@code text/plain}, or {@code gzip}
 * @param parameters by name in lower case, without {@code q}
 * @param quality from 0, not acceptable, to 1
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-accept">RFC 9110, sections 5.6 and
 *     12.5</a>
 */
record MediaRange(String value, Map<String, String> parameters, double quality) {

  private static final int LONGEST_HEADER = 8_192;
  private static final int MOST_RANGES = 64;

  /**
   * Reads a header. What is no element is passed over; a header beyond 8,192 characters or 64
   * elements is read up to there.
   */
  static List<MediaRange> parse(@Nullable String header) {
    List<MediaRange> ranges = new ArrayList<>();
    if (header == null) {
      return ranges;
    }
    String text = header.length() > LONGEST_HEADER ? header.substring(0, LONGEST_HEADER) : header;
    for (String element : split(text, ',')) {
      List<String> parts = split(element, ';');
      String value = parts.get(0).strip().toLowerCase(Locale.ROOT);
      if (!value.isEmpty() && ranges.size() < MOST_RANGES) {
        ranges.add(range(value, parts));
      }
    }
    return ranges;
  }

  private static MediaRange range(String value, List<String> parts) {
    Map<String, String> parameters = new HashMap<>();
    double quality = 1;
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String argument = unquote(part.substring(equals + 1).strip());
        if (name.equals("q")) {
          quality = quality(argument);
        } else {
          parameters.putIfAbsent(name, argument);
        }
      }
    }
    return new MediaRange(value, parameters, quality);
  }

  /** A weight that is no number counts as none given. */
  private static double quality(String argument) {
    return argument.matches("[01](\\.[0-9]{0,3})?") ? Math.min(1, Double.parseDouble(argument)) : 1;
  }

  /** Splits at a separator outside of quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static String unquote(String argument) {
    if (argument.length() < 2 || !argument.startsWith("\"") || !argument.endsWith("\"")) {
      return argument;
    }
    return argument.substring(1, argument.length() - 1).replaceAll("\\\\(.)", "$1");
  }
}
