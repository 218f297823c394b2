package io.obs4j.export.prometheus;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * The body of a good answer, held back until it is complete or a buffer is full. So a fault that
 * comes early can still be told by the status, and a page that fits has a length.
 *
 * <p>It is ended by {@link #end()}; without that the answer stays incomplete.
 */
final class HeldResponse extends OutputStream {

  private static final int CAPACITY = 32 * 1024;

  private final HttpExchange exchange;
  private final byte[] held = new byte[CAPACITY];
  private int size;
  private long written;
  private boolean begun;
  private boolean broken;

  HeldResponse(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /** Whether the status was sent. */
  boolean begun() {
    return begun;
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
        release(0);
        exchange.getResponseBody().write(source, from, length);
      } catch (IOException e) {
        broken = true;
        throw e;
      }
    }
  }

  /** Sends what is held; the client now knows that nothing is missing. */
  void end() throws IOException {
    try {
      release(size == 0 ? -1 : size);
      exchange.getResponseBody().flush();
      exchange.close();
    } catch (IOException e) {
      broken = true;
      throw e;
    }
  }

  /** Sends what is held. The length is that of the body; zero if unknown, -1 if it is empty. */
  private void release(long length) throws IOException {
    if (!begun) {
      begun = true;
      exchange.sendResponseHeaders(Replies.OK, length);
    }
    if (size > 0) {
      exchange.getResponseBody().write(held, 0, size);
      size = 0;
    }
  }
}
