package io.obs4j.core.internal.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads answers of HTTP/1.1 from one connection, and of each no more than it must: whatever the
 * server sends, memory and the number of bytes are bounded.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
final class HttpAnswerReader {

  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_LINES = 256;
  private static final int KEPT_BODY = 4 * 1024;
  private static final long LONGEST_BODY = 1 << 20;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final InputStream in;
  private final byte[] discarded = new byte[1024];

  private boolean begun;
  private int lines;
  private int status;
  private long length;
  private boolean chunked;
  private boolean keepAlive;
  private String retryAfter = "";

  HttpAnswerReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** Whether there is a part of an answer, but not the whole. */
  boolean hasBegun() {
    return begun;
  }

  /** Reads the next final answer; those before it, such as 100, are passed over. */
  HttpAnswer read() throws IOException {
    lines = 0;
    do {
      readHead();
    } while (status < 200);
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    boolean whole = readBody(kept);
    begun = false;
    return new HttpAnswer(
        status, retryAfter, keepAlive && whole, kept.toString(StandardCharsets.UTF_8));
  }

  private void readHead() throws IOException {
    length = -1;
    chunked = false;
    retryAfter = "";
    readStatusLine();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      readHeader(line);
    }
  }

  private void readStatusLine() throws IOException {
    String line = readLine();
    boolean http11 = line.startsWith("HTTP/1.1 ");
    if (line.length() < 12 || !(http11 || line.startsWith("HTTP/1.0 "))) {
      throw new ProtocolException("no answer of HTTP/1.1");
    }
    keepAlive = http11;
    status = number(line.substring(9, 12), 10);
    if (status < 100) {
      throw new ProtocolException("no status of HTTP");
    }
  }

  private void readHeader(String line) throws IOException {
    int colon = line.indexOf(':');
    if (colon <= 0) {
      throw new ProtocolException("a malformed header");
    }
    String value = line.substring(colon + 1).strip();
    switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "content-length" -> length = number(value, 10);
      case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
      case "connection" -> keepAlive &= !value.toLowerCase(Locale.ROOT).contains("close");
      case "retry-after" -> retryAfter = value;
      default -> {}
    }
  }

  /** Whether the body was read to its end. */
  private boolean readBody(ByteArrayOutputStream kept) throws IOException {
    if (status == NO_CONTENT || status == NOT_MODIFIED) {
      return true;
    }
    if (chunked) {
      return readChunks(kept);
    }
    if (length < 0) {
      copy(LONGEST_BODY, kept);
      return false;
    }
    return length <= LONGEST_BODY && copy(length, kept) == length;
  }

  private boolean readChunks(ByteArrayOutputStream kept) throws IOException {
    long rest = LONGEST_BODY;
    while (true) {
      String line = readLine();
      int extension = line.indexOf(';');
      int size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      if (size == 0) {
        while (!readLine().isEmpty()) {}
        return true;
      }
      rest -= size;
      if (rest < 0 || copy(size, kept) < size || !readLine().isEmpty()) {
        return false;
      }
      lines = 0;
    }
  }

  /** Reads up to so many bytes, of which the first are kept; fewer only at the end. */
  private long copy(long count, ByteArrayOutputStream kept) throws IOException {
    long rest = count;
    while (rest > 0) {
      int read = in.read(discarded, 0, (int) Math.min(discarded.length, rest));
      if (read < 0) {
        break;
      }
      kept.write(discarded, 0, Math.min(read, KEPT_BODY - kept.size()));
      rest -= read;
    }
    return count - rest;
  }

  private String readLine() throws IOException {
    if (++lines > MOST_LINES) {
      throw new ProtocolException("more than " + MOST_LINES + " headers");
    }
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("closed the connection without an answer");
      }
      begun = true;
      if (b == '\n') {
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
          line.setLength(last);
        }
        return line.toString();
      }
      if (line.length() == LONGEST_LINE) {
        throw new ProtocolException("a header of more than " + LONGEST_LINE + " bytes");
      }
      line.append((char) b);
    }
  }

  private static int number(String text, int radix) throws ProtocolException {
    try {
      int number = Integer.parseInt(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new ProtocolException("a malformed number");
  }
}
