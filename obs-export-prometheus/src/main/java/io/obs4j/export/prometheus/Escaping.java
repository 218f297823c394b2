package io.obs4j.export.prometheus;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How names with characters outside of {@code [a-zA-Z0-9_:]} are written for a scraper.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/escaping_schemes/">Prometheus, Escaping
 *     schemes</a>
 */
public enum Escaping {
  /** As they are, in quotes where they need it. */
  ALLOW_UTF_8("allow-utf-8"),
  /** Each such character as an underscore. The default. */
  UNDERSCORES("underscores"),
  /** A dot as {@code _dot_}, an underscore as two, any other such character as two underscores. */
  DOTS("dots"),
  /** After the prefix {@code U__}, each such character as its code point in hex; reversible. */
  VALUES("values");

  private final String parameter;

  Escaping(String parameter) {
    this.parameter = parameter;
  }

  /**
   * What the scheme is called in a content type.
   *
   * @return the value of the parameter {@code escaping}
   */
  public String parameter() {
    return parameter;
  }

  /**
   * The scheme that a content type names.
   *
   * @param parameter the value of the parameter {@code escaping}
   * @return null if there is no such scheme
   */
  static @Nullable Escaping named(String parameter) {
    for (Escaping escaping : values()) {
      if (escaping.parameter.equals(parameter.toLowerCase(Locale.ROOT))) {
        return escaping;
      }
    }
    return null;
  }

  /** The name of a metric, in which a colon is allowed. */
  String metric(String name) {
    return escape(name, true);
  }

  /** The name of a label. */
  String label(String name) {
    return escape(name, false);
  }

  private String escape(String name, boolean colon) {
    if (this == ALLOW_UTF_8 || (this != DOTS && isPlain(name, colon))) {
      return name;
    }
    StringBuilder escaped = new StringBuilder(name.length() + 16);
    if (this == VALUES) {
      escaped.append("U__");
    }
    int place = 0;
    for (int i = 0; i < name.length(); place++) {
      int c = name.codePointAt(i);
      i += Character.charCount(c);
      append(escaped, c, isPlain(c, colon, place > 0));
    }
    return escaped.toString();
  }

  private void append(StringBuilder escaped, int c, boolean plain) {
    if (this == UNDERSCORES) {
      escaped.appendCodePoint(plain ? c : '_');
    } else if (c == '_') {
      escaped.append("__");
    } else if (plain) {
      escaped.appendCodePoint(c);
    } else if (this == VALUES) {
      escaped.append('_').append(isSurrogate(c) ? "FFFD" : Integer.toHexString(c)).append('_');
    } else {
      escaped.append(c == '.' ? "_dot_" : "__");
    }
  }

  /** Whether a name needs neither quotes nor escaping. */
  static boolean isPlain(String name, boolean colon) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPlain(name.charAt(i), colon, i > 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isPlain(int c, boolean colon, boolean digit) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (colon && c == ':')
        || (digit && c >= '0' && c <= '9');
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
