package io.obs4j.http;

import org.jspecify.annotations.Nullable;

/** The methods that are known: what else a client sends must not become a label. */
final class HttpMethods {

  /** Stands for all methods that are not known. */
  static final String OTHER = "_OTHER";

  private static final String NAME_OF_OTHER = "HTTP";

  /** Those of RFC 9110 and PATCH of RFC 5789, the most frequent first; the last is all others. */
  private static final String[] KNOWN = {
    "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "CONNECT", "TRACE", OTHER
  };

  /** How many there are, with the one that stands for all others. */
  static final int COUNT = KNOWN.length;

  private HttpMethods() {}

  /**
   * The index of a method, which is case-sensitive.
   *
   * @param method as it was sent
   */
  static int indexOf(String method) {
    int index = 0;
    while (index < COUNT - 1 && !KNOWN[index].equals(method)) {
      index++;
    }
    return index;
  }

  static boolean isOther(int index) {
    return index == COUNT - 1;
  }

  /** As the conventions want it in attributes. */
  static String attribute(int index) {
    return KNOWN[index];
  }

  /** The name of a span: the method, and the template of what it was applied to, if known. */
  static String spanName(int index, @Nullable String template) {
    String method = isOther(index) ? NAME_OF_OTHER : KNOWN[index];
    return template == null ? method : method + ' ' + template;
  }
}
