package io.obs4j.tracing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of the {@code tracestate} header.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/#tracestate-header-field-values">W3C Trace
 *     Context Level 2, section 3.3.1</a>
 */
final class TraceStateList {

  private static final int LONGEST_KEY = 256;
  private static final int LONGEST_VALUE = 256;

  private TraceStateList() {}

  /**
   * The keys and values of a list, one after another; members of nothing but white space count for
   * nothing. Null if anything is malformed, a key is there twice, or there are too many.
   */
  static @Nullable List<String> parse(String header) {
    List<String> members = new ArrayList<>();
    int length = header.length();
    int to;
    for (int from = 0; from < length; from = to + 1) {
      to = header.indexOf(',', from);
      if (to < 0) {
        to = length;
      }
      int start = Headers.skipSpace(header, from, to);
      int end = Headers.dropSpace(header, start, to);
      if (start < end && !add(members, header.substring(start, end))) {
        return null;
      }
    }
    return members;
  }

  private static boolean add(List<String> members, String member) {
    int equals = member.indexOf('=');
    if (equals < 0 || members.size() == 2 * W3CTraceState.MOST_MEMBERS) {
      return false;
    }
    String key = member.substring(0, equals);
    String value = member.substring(equals + 1);
    if (!isKey(key) || !isValue(value) || indexOf(members, key) >= 0) {
      return false;
    }
    members.add(key);
    members.add(value);
    return true;
  }

  /** Where a key is in a list of keys and values, or -1. */
  static int indexOf(List<String> members, String key) {
    for (int i = 0; i < members.size(); i += 2) {
      if (members.get(i).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  static boolean isKey(String key) {
    if (key.isEmpty() || key.length() > LONGEST_KEY || !isLetterOrDigit(key.charAt(0))) {
      return false;
    }
    for (int i = 1; i < key.length(); i++) {
      char c = key.charAt(i);
      if (!isLetterOrDigit(c) && "_-*/@".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  static boolean isValue(String value) {
    int length = value.length();
    if (length == 0 || length > LONGEST_VALUE || value.charAt(length - 1) == ' ') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == ',' || c == '=') {
        return false;
      }
    }
    return true;
  }
}
