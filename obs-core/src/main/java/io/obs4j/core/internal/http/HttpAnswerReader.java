package io.obs4j.core.internal.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of HTTP/1.1 from one connection, and of each no more than it must: whatever the
 * server sends, memory and the number of bytes are bounded.
 *
 * <p>A final status holds, whatever goes wrong behind it: a request that was taken in or refused
 * must not be sent again because the rest of the answer is cut off, malformed, too large or late.
 * The answer then has what came of the body, and the connection is of no more use.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
final class HttpAnswerReader {

  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_LINES = 256;

  /** What OTLP asks its clients to read, before and after it is decompressed. */
  static final int LONGEST_BODY = 4 << 20;

  /** No length is told: the body ends with the connection. */
  private static final long UNKNOWN = -1;

  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final InputStream in;
  private final byte[] buffer = new byte[4 * 1024];

  private boolean begun;

  /** Whether the head of a final answer was read, and not yet the rest. */
  private boolean headed;

  /** What went wrong with a head behind its status; null if it is whole. */
  private @Nullable IOException broken;

  private int lines;
  private int status;
  private long length;
  private boolean chunked;
  private boolean keepAlive;
  private boolean gzip;
  private boolean oversized;
  private String retryAfter = "";
  private String contentType = "";

  HttpAnswerReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** Whether there is a part of an answer, but not the whole. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether nothing has come that was not read. */
  boolean isQuiet() throws IOException {
    return in.available() == 0;
  }

  /**
   * Whether a final answer has begun; those before it, such as 100, are passed over. Reads only
   * what has come, but for the rest of a head that has begun.
   */
  boolean isAnswered() throws IOException {
    while (!headed && !isQuiet()) {
      readHead();
      headed = status >= 200;
    }
    return headed;
  }

  /** Reads the next final answer; those before it, such as 100, are passed over. */
  HttpAnswer read() throws IOException {
    while (!headed) {
      readHead();
      headed = status >= 200;
    }
    headed = false;
    oversized = false;
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    boolean whole = broken == null && isReadWhole(raw);
    begun = false;
    lines = 0;
    byte[] body =
        oversized ? new byte[0] : gzip ? decompressed(raw.toByteArray()) : raw.toByteArray();
    return new HttpAnswer(
        status, retryAfter, contentType, keepAlive && whole, oversized, ByteBuffer.wrap(body));
  }

  /** Reads the head of an answer that has no body: that of a proxy to {@code CONNECT}. */
  int readStatus() throws IOException {
    readHead();
    if (broken != null) {
      throw broken;
    }
    begun = false;
    lines = 0;
    return status;
  }

  private void readHead() throws IOException {
    broken = null;
    length = UNKNOWN;
    chunked = false;
    gzip = false;
    retryAfter = "";
    contentType = "";
    readStatusLine();
    try {
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        readHeader(line);
      }
    } catch (IOException e) {
      if (status < 200) {
        throw e;
      }
      broken = e;
    }
  }

  private void readStatusLine() throws IOException {
    String line = readLine();
    boolean http11 = line.startsWith("HTTP/1.1 ");
    if (line.length() < 12 || !(http11 || line.startsWith("HTTP/1.0 "))) {
      throw new ProtocolException("no answer of HTTP/1.1");
    }
    keepAlive = http11;
    status = (int) number(line.substring(9, 12), 10);
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
    String lowerCase = value.toLowerCase(Locale.ROOT);
    switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "content-length" -> length = number(value, 10);
      case "transfer-encoding" -> chunked = lowerCase.endsWith("chunked");
      case "connection" -> keepAlive &= !lowerCase.contains("close");
      case "content-encoding" -> gzip = lowerCase.equals("gzip") || lowerCase.equals("x-gzip");
      case "content-type" -> contentType = lowerCase;
      case "retry-after" -> retryAfter = value;
      default -> {}
    }
  }

  /** Whether the body was read to its end; a fault is an end that comes too early. */
  private boolean isReadWhole(ByteArrayOutputStream body) {
    try {
      return readBody(body);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean readBody(ByteArrayOutputStream body) throws IOException {
    if (status == NO_CONTENT || status == NOT_MODIFIED) {
      return true;
    }
    if (chunked) {
      return readChunks(body);
    }
    if (length == UNKNOWN) {
      oversized = copy(LONGEST_BODY + 1, body);
      return false;
    }
    return isRoomFor(length, body) && copy(length, body);
  }

  private boolean readChunks(ByteArrayOutputStream body) throws IOException {
    while (true) {
      String line = readLine();
      int extension = line.indexOf(';');
      long size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      if (size == 0) {
        while (!readLine().isEmpty()) {}
        return true;
      }
      if (!isRoomFor(size, body) || !copy(size, body) || !readLine().isEmpty()) {
        return false;
      }
      lines = 0;
    }
  }

  /** Whether so many more bytes may come; none of them is read otherwise. */
  private boolean isRoomFor(long count, ByteArrayOutputStream body) {
    oversized = count > LONGEST_BODY - body.size();
    return !oversized;
  }

  /** Reads so many bytes; false if the server ended before. */
  private boolean copy(long count, ByteArrayOutputStream body) throws IOException {
    for (long rest = count; rest > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
      if (read <= 0) {
        return false;
      }
      body.write(buffer, 0, read);
      rest -= read;
    }
    return true;
  }

  /** What is decompressed, or so much of it as can be; nothing if it is too large. */
  private byte[] decompressed(byte[] packed) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      for (int read = unpacked.read(buffer); read >= 0; read = unpacked.read(buffer)) {
        body.write(buffer, 0, read);
        if (body.size() > LONGEST_BODY) {
          oversized = true;
          return new byte[0];
        }
      }
    } catch (IOException e) {
      // What came before the fault is as good as what came before the end of a connection.
    }
    return body.toByteArray();
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

  private static long number(String text, int radix) throws ProtocolException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new ProtocolException("a malformed number");
  }
}
