package io.obs4j.core.internal;

/**
 * Writes text in UTF-8 so that it ends where it is told to, for who writes back to front. A
 * surrogate that is not one of a pair becomes U+FFFD.
 */
final class ReverseUtf8 {

  /**
   * The longest run of bytes that one {@code char} becomes; a surrogate pair takes two for four.
   */
  static final int LONGEST_CHAR = 3;

  /** From this length on, a text is looked through before it is copied as a whole. */
  private static final int LONG_TEXT = 16;

  private ReverseUtf8() {}

  /**
   * Writes a text if it is ASCII, as nearly all are: then it takes a byte a character.
   *
   * @param text any string
   * @param bytes written to; what is written of a text that is not ASCII is no harm
   * @param end the index behind the last byte; there is room for a byte a character before it
   * @return false if it is not ASCII
   */
  static boolean isAsciiWritten(String text, byte[] bytes, int end) {
    int length = text.length();
    return length < LONG_TEXT
        ? copiedAscii(text, length, bytes, end - length)
        : copiedLongAscii(text, length, bytes, end - length);
  }

  private static boolean copiedAscii(String text, int length, byte[] bytes, int to) {
    int all = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      bytes[to + i] = (byte) c;
      all |= c;
    }
    return all < 0x80;
  }

  @SuppressWarnings("deprecation") // Of ASCII alone, the lower byte of a character is all of it.
  private static boolean copiedLongAscii(String text, int length, byte[] bytes, int to) {
    int all = 0;
    for (int i = 0; i < length; i++) {
      all |= text.charAt(i);
    }
    if (all >= 0x80) {
      return false;
    }
    text.getBytes(0, length, bytes, to);
    return true;
  }

  /**
   * Writes a text of any characters.
   *
   * @param text any string
   * @param bytes written to
   * @param end the index behind the last byte; there is room for {@link #LONGEST_CHAR} bytes a
   *     character before it
   * @return the index of the first byte
   */
  static int write(String text, byte[] bytes, int end) {
    int at = end;
    for (int i = text.length(); i > 0; ) {
      char c = text.charAt(--i);
      if (c < 0x80) {
        bytes[--at] = (byte) c;
      } else if (c < 0x800) {
        bytes[--at] = last(c);
        bytes[--at] = (byte) (0xC0 | (c >> 6));
      } else if (!Character.isSurrogate(c)) {
        at = writeThree(c, bytes, at);
      } else if (i > 0 && Character.isSurrogatePair(text.charAt(i - 1), c)) {
        int codePoint = Character.toCodePoint(text.charAt(--i), c);
        bytes[--at] = last(codePoint);
        bytes[--at] = last(codePoint >> 6);
        bytes[--at] = last(codePoint >> 12);
        bytes[--at] = (byte) (0xF0 | (codePoint >> 18));
      } else {
        at = writeThree(0xFFFD, bytes, at);
      }
    }
    return at;
  }

  private static int writeThree(int c, byte[] bytes, int end) {
    bytes[end - 1] = last(c);
    bytes[end - 2] = last(c >> 6);
    bytes[end - 3] = (byte) (0xE0 | (c >> 12));
    return end - 3;
  }

  private static byte last(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }
}
