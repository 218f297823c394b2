package io.obs4j.core.internal;

/**
 * Strings as JSON has them: in quotes, with what must be escaped escaped, and nothing else.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, section 7</a>
 */
public final class JsonString {

  /** The most bytes that a {@code char} of a text takes. */
  public static final int MOST_BYTES = 6;

  private static final boolean[] PLAIN = plain();

  private JsonString() {}

  private static boolean[] plain() {
    boolean[] plain = new boolean[0x80];
    for (int c = ' '; c < plain.length; c++) {
      plain[c] = c != '"' && c != '\\';
    }
    return plain;
  }

  /**
   * Appends a text; a surrogate that is not one of a pair becomes U+FFFD.
   *
   * @param sink written to
   * @param text any string
   */
  public static void write(ByteSink sink, String text) {
    sink.writeByte('"');
    writeContent(sink, text);
    sink.writeByte('"');
  }

  /**
   * Appends a text as {@link #write(ByteSink, String)} does, but without the quotes: a part of a
   * string.
   *
   * @param sink written to
   * @param text any string; not the second half of a surrogate pair whose first is written already
   */
  public static void writeContent(ByteSink sink, String text) {
    writeContent(sink, text, 0, text.length());
  }

  /**
   * Appends a part of a text as {@link #writeContent(ByteSink, String)} does. A surrogate pair that
   * begins in the part is written whole.
   *
   * @param sink written to
   * @param text any string
   * @param from where the part begins
   * @param to where it ends
   * @return where it ended: one later if the last character is a surrogate pair
   */
  public static int writeContent(ByteSink sink, String text, int from, int to) {
    int at = from;
    while (at < to && (at = sink.writePlain(text, at, to, PLAIN)) < to) {
      char c = text.charAt(at);
      if (c < 0x80) {
        writeAscii(sink, c);
        at++;
      } else {
        at += sink.writeCharacter(text, at);
      }
    }
    return at;
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
