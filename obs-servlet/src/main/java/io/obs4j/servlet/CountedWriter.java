package io.obs4j.servlet;

import java.io.PrintWriter;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as text, which counts the bytes that its characters take. The container's
 * own writer goes on to encode, to buffer and to end lines.
 */
final class CountedWriter extends PrintWriter {

  private final PrintWriter body;
  private final Charset charset;
  private final ServletExchange exchange;

  CountedWriter(PrintWriter body, @Nullable String encoding, ServletExchange exchange) {
    super(body);
    this.body = body;
    this.charset = encoding == null ? StandardCharsets.ISO_8859_1 : Charset.forName(encoding);
    this.exchange = exchange;
  }

  @Override
  public void write(int single) {
    super.write(single);
    count(Character.toString((char) single), 0, 1);
  }

  @Override
  public void write(char[] text, int from, int length) {
    super.write(text, from, length);
    count(CharBuffer.wrap(text), from, from + length);
  }

  @Override
  public void write(String text, int from, int length) {
    super.write(text, from, length);
    count(text, from, from + length);
  }

  @Override
  public void println() {
    body.println();
    count(System.lineSeparator(), 0, System.lineSeparator().length());
  }

  @Override
  public boolean checkError() {
    return body.checkError();
  }

  private void count(CharSequence text, int from, int to) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      exchange.sent(utf8(text, from, to));
    } else if (charset.equals(StandardCharsets.ISO_8859_1)
        || charset.equals(StandardCharsets.US_ASCII)) {
      exchange.sent(to - from);
    } else {
      exchange.sent(charset.encode(CharBuffer.wrap(text, from, to)).remaining());
    }
  }

  /** A pair of surrogates takes four bytes, two for each. */
  private static long utf8(CharSequence text, int from, int to) {
    long bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
