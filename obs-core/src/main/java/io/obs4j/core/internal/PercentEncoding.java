package io.obs4j.core.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Percent-encoded UTF-8, as RFC 3986 section 2.1 defines it. Unlike in forms, a plus sign is a plus
 * sign.
 */
public final class PercentEncoding {

  private static final boolean[] PLAIN = plain();

  private PercentEncoding() {}

  /**
   * Encodes for a member of the W3C {@code baggage} header: what may stand there stays as it is but
   * for the percent sign, and for the plus sign, which decoders of forms take for a space. A
   * surrogate that is not one of a pair becomes U+FFFD.
   *
   * @param text any string
   * @param out appended to, ASCII only
   */
  public static void encode(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (codePoint < PLAIN.length && PLAIN[codePoint]) {
        out.append((char) codePoint);
      } else {
        encode(codePoint, out);
      }
    }
  }

  private static void encode(int codePoint, StringBuilder out) {
    if (codePoint < 0x80) {
      octet(codePoint, out);
    } else if (codePoint < 0x800) {
      octet(0xC0 | (codePoint >> 6), out);
      continuation(codePoint, out);
    } else if (codePoint < 0x10000) {
      int valid =
          codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
              ? 0xFFFD
              : codePoint;
      octet(0xE0 | (valid >> 12), out);
      continuation(valid >> 6, out);
      continuation(valid, out);
    } else {
      octet(0xF0 | (codePoint >> 18), out);
      continuation(codePoint >> 12, out);
      continuation(codePoint >> 6, out);
      continuation(codePoint, out);
    }
  }

  private static void continuation(int bits, StringBuilder out) {
    octet(0x80 | (bits & 0x3F), out);
  }

  private static void octet(int octet, StringBuilder out) {
    // RFC 3986 asks producers for upper-case digits.
    out.append('%').append(upperCase(octet >> 4)).append(upperCase(octet));
  }

  private static char upperCase(int bits) {
    return Character.toUpperCase((char) Hex.digit(bits));
  }

  /**
   * Decodes strictly; characters that need no encoding stand for themselves.
   *
   * @param text encoded
   * @return the text, or null if a percent sign lacks two hexadecimal digits or the bytes are not
   *     UTF-8
   */
  public static @Nullable String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteBuffer bytes = bytes(text);
    if (bytes == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * Decodes as {@link #decode} does, but puts U+FFFD where the bytes are not UTF-8.
   *
   * @param text encoded
   * @return the text, or null if a percent sign lacks two hexadecimal digits
   */
  public static @Nullable String decodeReplacing(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteBuffer bytes = bytes(text);
    return bytes == null ? null : StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static @Nullable ByteBuffer bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte next = bytes[i];
      if (next == '%') {
        int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
        int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        next = (byte) (high << 4 | low);
        i += 2;
      }
      bytes[length++] = next;
    }
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** The octets of W3C Baggage that need no encoding. */
  private static boolean[] plain() {
    boolean[] plain = new boolean[0x7F];
    Arrays.fill(plain, 0x21, 0x7F, true);
    for (char encoded : new char[] {'"', ',', ';', '\\', '%', '+'}) {
      plain[encoded] = false;
    }
    return plain;
  }
}
