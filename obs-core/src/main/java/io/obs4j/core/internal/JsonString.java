package io.obs4j.core.internal;

/**
 * Strings as JSON has them: in quotes, with what must be escaped escaped, and nothing else.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, section 7</a>
 */
public final class JsonString {

  private JsonString() {}

  /**
   * Appends a text; a surrogate that is not one of a pair becomes U+FFFD.
   *
   * @param sink written to
   * @param text any string
   */
  public static void write(ByteSink sink, String text) {
    sink.writeByte('"');
    int length = text.length();
    for (int i = 0; i < length; ) {
      char c = text.charAt(i);
      if (c < 0x80) {
        writeAscii(sink, c);
        i++;
      } else {
        i += sink.writeCharacter(text, i);
      }
    }
    sink.writeByte('"');
  }

  /**
   * Appends a text that was written before.
   *
   * @param sink written to
   * @param utf8 the text; another sink
   */
  public static void write(ByteSink sink, ByteSink utf8) {
    sink.writeByte('"');
    int size = utf8.size();
    for (int i = 0; i < size; i++) {
      byte b = utf8.at(i);
      if (b >= 0) {
        writeAscii(sink, b);
      } else {
        sink.writeByte(b);
      }
    }
    sink.writeByte('"');
  }

  private static void writeAscii(ByteSink sink, int c) {
    if (c >= ' ' && c != '"' && c != '\\') {
      sink.writeByte(c);
    } else {
      sink.writeByte('\\');
      writeEscape(sink, c);
    }
  }

  private static void writeEscape(ByteSink sink, int c) {
    switch (c) {
      case '"', '\\' -> sink.writeByte(c);
      case '\n' -> sink.writeByte('n');
      case '\r' -> sink.writeByte('r');
      case '\t' -> sink.writeByte('t');
      default -> {
        sink.writeAscii("u00");
        sink.writeByte(Hex.digit(c >> 4));
        sink.writeByte(Hex.digit(c));
      }
    }
  }

  /**
   * A text as it reads back once it was written. Two keys of one object must differ in this form.
   *
   * @param text any string
   * @return the text, with U+FFFD for each surrogate that is not one of a pair
   */
  public static String readBack(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return withoutLoneSurrogates(text);
      }
    }
    return text;
  }

  private static String withoutLoneSurrogates(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      boolean lone = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      whole.appendCodePoint(lone ? 0xFFFD : codePoint);
    }
    return whole.toString();
  }
}
