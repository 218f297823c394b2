package io.obs4j.export.prometheus;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a good answer, held back until it is complete or a buffer is full. So a fault that
 * comes early can still be told by the status, and a page that fits has a length.
 *
 * <p>It is ended by {@link #end()}; without that the answer stays incomplete.
 */
final class HeldResponse extends OutputStream {

  private static final int CAPACITY = 32 * 1024;

  private final PageExchange exchange;
  private final ExpositionFormat format;
  private final boolean gzip;
  private final byte[] held = new byte[CAPACITY];
  private int size;
  private long written;
  private boolean broken;

  /** Null until the status is sent. */
  private @Nullable OutputStream out;

  /**
   * An answer.
   *
   * @param format of the page
   * @param gzip whether it is compressed
   */
  HeldResponse(PageExchange exchange, ExpositionFormat format, boolean gzip) {
    this.exchange = exchange;
    this.format = format;
    this.gzip = gzip;
  }

  /** Whether the status was sent. */
  boolean begun() {
    return out != null;
  }

  /** Whether it was the sending that failed, and not what was to be sent. */
  boolean broken() {
    return broken;
  }

  /** The bytes of the body up to now. */
  long written() {
    return written;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, source.length);
    written += length;
    if (length <= held.length - size) {
      System.arraycopy(source, from, held, size, length);
      size += length;
    } else {
      try {
        release(PageExchange.UNKNOWN_LENGTH).write(source, from, length);
      } catch (IOException e) {
        broken = true;
        throw e;
      }
    }
  }

  /** Sends what is held; the client now knows that nothing is missing. */
  void end() throws IOException {
    try {
      release(size);
      exchange.complete();
    } catch (IOException e) {
      broken = true;
      throw e;
    }
  }

  /** Sends the head of an answer whose body nobody wants, and whose length nobody knows. */
  void endWithoutBody() throws IOException {
    try {
      release(PageExchange.UNKNOWN_LENGTH);
      exchange.complete();
    } catch (IOException e) {
      broken = true;
      throw e;
    }
  }

  /** Sends what is held, after the head if that has not been sent yet. */
  private OutputStream release(long length) throws IOException {
    OutputStream body = out;
    if (body == null) {
      exchange.addResponseHeader("Content-Type", format.contentType());
      exchange.addResponseHeader("Vary", "Accept, Accept-Encoding");
      if (gzip) {
        exchange.addResponseHeader("Content-Encoding", "gzip");
      }
      body = exchange.respond(Replies.OK, length);
      out = body;
    }
    if (size > 0) {
      body.write(held, 0, size);
      size = 0;
    }
    return body;
  }
}
