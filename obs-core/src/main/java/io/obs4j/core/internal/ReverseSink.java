package io.obs4j.core.internal;

import java.util.Arrays;

/**
 * A growable run of bytes that Protocol Buffers messages are written into, back to front: the last
 * field first, and of each field first the value, then its length, then its tag. A length is so
 * known when it is written. Reused by its owner; not safe for use by several threads at once.
 *
 * <pre>{@code
 * int end = sink.size();
 * ...                       // the fields of the inner message, last one first
 * sink.writeMessage(INNER, end);
 * }</pre>
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, Encoding</a>
 */
public final class ReverseSink {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int LONGEST_VARINT = 10;

  private byte[] bytes;
  private int start;

  /**
   * An empty sink.
   *
   * @param capacity in bytes, to begin with; at least one
   */
  public ReverseSink(int capacity) {
    bytes = new byte[capacity];
    start = capacity;
  }

  /**
   * How much was written since the last reset: the mark for {@link #writeMessage}.
   *
   * @return the number of bytes
   */
  public int size() {
    return bytes.length - start;
  }

  /** Forgets what was written and keeps the capacity. */
  public void reset() {
    start = bytes.length;
  }

  /**
   * Prepends encoded bytes, such as whole fields that were encoded before.
   *
   * @param source copied from
   * @param from the first index
   * @param length how many
   */
  public void writeBytes(byte[] source, int from, int length) {
    ensure(length);
    start -= length;
    System.arraycopy(source, from, bytes, start, length);
  }

  /**
   * Prepends a varint without a tag, as packed fields hold them.
   *
   * @param value 64 bits, unsigned
   */
  public void writeVarint(long value) {
    ensure(LONGEST_VARINT);
    int length = varintLength(value);
    start -= length;
    long rest = value;
    int at = start;
    for (; at < start + length - 1; at++) {
      bytes[at] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at] = (byte) rest;
  }

  /**
   * Prepends a signed varint in zigzag form without a tag, as packed fields hold them.
   *
   * @param value any number
   */
  public void writeZigzag(long value) {
    writeVarint((value << 1) ^ (value >> 63));
  }

  /**
   * Prepends a field of one of the types int32, int64, uint32, uint64, bool and enum.
   *
   * @param field its number
   * @param value 64 bits
   */
  public void writeVarint(int field, long value) {
    writeVarint(value);
    writeTag(field, VARINT);
  }

  /**
   * Prepends a field of type sint32 or sint64.
   *
   * @param field its number
   * @param value any number
   */
  public void writeZigzag(int field, long value) {
    writeZigzag(value);
    writeTag(field, VARINT);
  }

  /**
   * Prepends a field of one of the types fixed64 and sfixed64.
   *
   * @param field its number
   * @param value 64 bits
   */
  public void writeFixed64(int field, long value) {
    ensure(Long.BYTES);
    start -= Long.BYTES;
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[start + i] = (byte) (value >>> (8 * i));
    }
    writeTag(field, FIXED64);
  }

  /**
   * Prepends a field of type double.
   *
   * @param field its number
   * @param value any double
   */
  public void writeDouble(int field, double value) {
    writeFixed64(field, Double.doubleToRawLongBits(value));
  }

  /**
   * Prepends a field of type string; a surrogate that is not one of a pair becomes U+FFFD.
   *
   * @param field its number
   * @param text any string
   */
  public void writeString(int field, String text) {
    int end = size();
    for (int i = text.length(); i > 0; ) {
      int codePoint = text.codePointBefore(i);
      i -= Character.charCount(codePoint);
      writeCodePoint(
          codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
              ? 0xFFFD
              : codePoint);
    }
    writeMessage(field, end);
  }

  /**
   * Prepends 64 bits as 16 lower-case hexadecimal digits, to become part of a string.
   *
   * @param value any number
   */
  public void writeHex(long value) {
    ensure(16);
    start -= 16;
    Hex.write(value, 16, bytes, start);
  }

  /**
   * Prepends length and tag to what was written since a mark: a message, a string or a packed
   * field.
   *
   * @param field its number
   * @param end the {@link #size()} before the content was written
   */
  public void writeMessage(int field, int end) {
    writeVarint(size() - end);
    writeTag(field, LENGTH_DELIMITED);
  }

  /**
   * Copies what was written since the last reset to the end of another sink.
   *
   * @param sink appended to
   */
  public void copyTo(ByteSink sink) {
    sink.writeBytes(bytes, start, size());
  }

  /**
   * What was written since the last reset.
   *
   * @return a copy
   */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  private void writeTag(int field, int wireType) {
    writeVarint(((long) field << 3) | wireType);
  }

  private void writeCodePoint(int codePoint) {
    ensure(4);
    if (codePoint < 0x80) {
      bytes[--start] = (byte) codePoint;
      return;
    }
    bytes[--start] = (byte) (0x80 | (codePoint & 0x3F));
    if (codePoint < 0x800) {
      bytes[--start] = (byte) (0xC0 | (codePoint >> 6));
      return;
    }
    bytes[--start] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    if (codePoint < 0x10000) {
      bytes[--start] = (byte) (0xE0 | (codePoint >> 12));
      return;
    }
    bytes[--start] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    bytes[--start] = (byte) (0xF0 | (codePoint >> 18));
  }

  private static int varintLength(long value) {
    return (Long.SIZE + 6 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  private void ensure(int more) {
    if (start < more) {
      int size = size();
      byte[] larger = new byte[Math.max(bytes.length * 2, size + more)];
      System.arraycopy(bytes, start, larger, larger.length - size, size);
      start = larger.length - size;
      bytes = larger;
    }
  }
}
