package io.obs4j.core;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Percent-encoded UTF-8, as RFC 3986 section 2.1 defines it. Unlike in forms, a plus sign is a plus
 * sign.
 */
final class PercentEncoding {

  private PercentEncoding() {}

  /**
   * Decodes strictly; characters that need no encoding stand for themselves.
   *
   * @param text encoded
   * @return the text, or null if a percent sign lacks two hexadecimal digits or the bytes are not
   *     UTF-8
   */
  static @Nullable String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
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
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
