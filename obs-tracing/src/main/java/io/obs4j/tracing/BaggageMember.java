package io.obs4j.tracing;

import io.obs4j.core.internal.PercentEncoding;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;

/**
 * The grammar of one member of the {@code baggage} header: {@code key=value;property;property}.
 *
 * @see <a href="https://www.w3.org/TR/baggage/#definition">W3C Baggage, section 3.3.1</a>
 */
final class BaggageMember {

  private BaggageMember() {}

  /** Puts a member, without white space around it, unless it is malformed. */
  static void read(String member, BaggageBuilder baggage) {
    int semicolon = member.indexOf(';');
    String pair = semicolon < 0 ? member : member.substring(0, semicolon);
    String properties = semicolon < 0 ? "" : stripped(member, semicolon + 1, member.length());
    int equals = pair.indexOf('=');
    if (equals < 0 || !isPrintable(properties)) {
      return;
    }
    String key = stripped(pair, 0, equals);
    String encoded = stripped(pair, equals + 1, pair.length());
    String value = isValue(encoded) ? PercentEncoding.decodeReplacing(encoded) : null;
    if (isKey(key) && value != null) {
      baggage.put(key, value, BaggageEntryMetadata.create(properties));
    }
  }

  /** Appends a member; its properties are opaque and sent as they are, if they may be sent. */
  static void write(String key, BaggageEntry entry, StringBuilder out) {
    out.append(key).append('=');
    PercentEncoding.encode(entry.getValue(), out);
    String properties = entry.getMetadata().getValue();
    if (!properties.isEmpty() && isPrintable(properties)) {
      out.append(';').append(properties);
    }
  }

  private static String stripped(String text, int from, int to) {
    int start = Headers.skipSpace(text, from, to);
    return text.substring(start, Headers.dropSpace(text, start, to));
  }

  /** Whether a text is a token of RFC 9110 section 5.6.2. */
  static boolean isKey(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !key.isEmpty();
  }

  private static boolean isValue(String value) {
    return value.indexOf(' ') < 0
        && value.indexOf('\t') < 0
        && value.indexOf(';') < 0
        && isPrintable(value);
  }

  /** Whether a text has only what may stand between two commas. */
  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c > '~' || c == '"' || c == ',' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
