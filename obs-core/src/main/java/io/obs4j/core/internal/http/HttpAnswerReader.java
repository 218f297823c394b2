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

/**
 * Reads answers of HTTP/1.1 from one connection, and of each no more than it must: whatever the
 * server sends, memory and the number of bytes are bounded. Once there is a final status, that is
 * the answer, whatever becomes of the rest: a request that was answered is not sent again because
 * the connection broke.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
final class HttpAnswerReader {

  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_LINES = 256;

  /** What OTLP asks its clients to read, before and after it is decompressed. */
  static final int LONGEST_BODY = 4 << 20;

  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final InputStream in;
  private final byte[] buffer = new byte[4 * 1024];

  private boolean begun;

  /** Whether the head of a final answer was read, and not yet the rest. */
  private boolean headed;

  /** Whether its headers were read to their end. */
  private boolean whole;

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
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    boolean complete = whole && length <= LONGEST_BODY && readBody(raw);
    begun = false;
    lines = 0;
    oversized = length > LONGEST_BODY || raw.size() > LONGEST_BODY;
    byte[] body =
        oversized ? new byte[0] : gzip ? decompressed(raw.toByteArray()) : raw.toByteArray();
    return new HttpAnswer(
        status, retryAfter, contentType, keepAlive && complete, oversized, ByteBuffer.wrap(body));
  }

  /** Reads the head of an answer that has no body: that of a proxy to {@code CONNECT}. */
  int readStatus() throws IOException {
    readHead();
    if (!whole) {
      throw new ProtocolException("a malformed answer");
    }
    begun = false;
    lines = 0;
    return status;
  }

  private void readHead() throws IOException {
    length = -1;
    chunked = false;
    gzip = false;
    retryAfter = "";
    contentType = "";
    readStatusLine();
    whole = false;
    try {
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        readHeader(line);
      }
      whole = true;
    } catch (IOException e) {
      if (status < 200) {
        throw e;
      }
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

  /** Whether the body was read to its end; what came of it is kept either way. */
  private boolean readBody(ByteArrayOutputStream body) {
    if (status == NO_CONTENT || status == NOT_MODIFIED) {
      return true;
    }
    try {
      if (chunked) {
        return readChunks(body);
      }
      if (length < 0) {
        copy(Long.MAX_VALUE, body);
        return false;
      }
      return copy(length, body);
    } catch (IOException e) {
      return false;
    }
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
      if (!copy(size, body) || !readLine().isEmpty()) {
        return false;
      }
      lines = 0;
    }
  }

  /**
   * Reads so many bytes, and up to one more than may be; false if there are more, or the server
   * ended before.
   */
  private boolean copy(long count, ByteArrayOutputStream body) throws IOException {
    for (long rest = count; rest > 0; ) {
      int room = LONGEST_BODY + 1 - body.size();
      int read = in.read(buffer, 0, (int) Math.min(Math.min(buffer.length, room), rest));
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

  /** A number of digits alone; what a long cannot hold is as much as it can. */
  private static long number(String text, int radix) throws ProtocolException {
    if (text.isEmpty()) {
      throw new ProtocolException("a malformed number");
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        throw new ProtocolException("a malformed number");
      }
      number = number > (Long.MAX_VALUE - digit) / radix ? Long.MAX_VALUE : number * radix + digit;
    }
    return number;
  }
}
