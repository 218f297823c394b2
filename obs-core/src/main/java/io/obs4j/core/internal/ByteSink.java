package io.obs4j.core.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * A growable run of bytes that text and JSON are written into, front to back. Reused by its owner;
 * not safe for use by several threads at once.
 */
public final class ByteSink {

  private byte[] bytes;
  private int size;

  /**
   * An empty sink.
   *
   * @param capacity in bytes, to begin with; at least one
   */
  public ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  /**
   * Appends one byte.
   *
   * @param b the byte, an ASCII character usually
   */
  public void writeByte(int b) {
    ensure(1);
    bytes[size++] = (byte) b;
  }

  /**
   * Appends a part of an array.
   *
   * @param source copied from
   * @param from the first index
   * @param length how many
   */
  public void writeBytes(byte[] source, int from, int length) {
    Objects.checkFromIndexSize(from, length, source.length);
    ensure(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /**
   * How much was written since the last reset.
   *
   * @return the number of bytes
   */
  public int size() {
    return size;
  }

  /** Forgets what was written and keeps the capacity. */
  public void reset() {
    size = 0;
  }

  /**
   * Writes all bytes to a stream and forgets them.
   *
   * @param out the stream
   * @throws IOException as the stream does; the bytes are then still here
   */
  public void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
    size = 0;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
