package io.obs4j.logging.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.obs4j.core.internal.ByteSink;

/** The content of JSON strings as our own encoder writes it: escaped, in UTF-8, without quotes. */
final class JsonContent {

  /** A backslash, a u, and four digits. */
  private static final int LONG_ESCAPE = 6;

  private JsonContent() {}

  /**
   * Where content can be cut without cutting through a character.
   *
   * @param sink that holds it
   * @param from where a character begins
   * @param limit at most here, not before {@code from}, and at or before the end of the sink
   * @return the last such place
   */
  static int boundary(ByteSink sink, int from, int limit) {
    byte[] bytes = sink.array();
    int at = from;
    while (at < limit) {
      int next = at + width(bytes, at);
      if (next > limit) {
        return at;
      }
      at = next;
    }
    return at;
  }

  private static int width(byte[] bytes, int at) {
    int b = bytes[at];
    if (b == '\\') {
      return bytes[at + 1] == 'u' ? LONG_ESCAPE : 2;
    }
    // As many leading ones as bytes, or none.
    return b >= 0 ? 1 : Integer.numberOfLeadingZeros(~(b << 24));
  }

  /** The text that content stands for. */
  static String decode(ByteSink sink, int from) {
    byte[] bytes = sink.array();
    int size = sink.size();
    byte[] plain = new byte[size - from];
    int length = 0;
    for (int at = from; at < size; at += width(bytes, at)) {
      int width = width(bytes, at);
      if (bytes[at] == '\\') {
        plain[length++] = (byte) escaped(bytes, at + 1);
      } else {
        System.arraycopy(bytes, at, plain, length, width);
        length += width;
      }
    }
    return new String(plain, 0, length, UTF_8);
  }

  /** Escapes stand for ASCII alone. */
  private static int escaped(byte[] bytes, int at) {
    return switch (bytes[at]) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> (Character.digit(bytes[at + 3], 16) << 4) | Character.digit(bytes[at + 4], 16);
      default -> bytes[at];
    };
  }
}
