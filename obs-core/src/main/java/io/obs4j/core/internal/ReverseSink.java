package io.obs4j.core.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

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
  private static final int FIXED32 = 5;
  private static final int LONGEST_VARINT = 10;

  /** Below these a tag and a length take one byte each, as nearly all of them do. */
  private static final int SHORT_TAGS = 16;

  private static final int SHORT_LENGTHS = 128;

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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

  /**
   * How much can be written before memory is taken again.
   *
   * @return the number of bytes, those written included
   */
  public int capacity() {
    return bytes.length;
  }

  /**
   * Forgets what was written last.
   *
   * @param size how many bytes are kept, at most {@link #size()}
   */
  public void truncate(int size) {
    start = bytes.length - Objects.checkIndex(size, size() + 1);
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
   * Replaces the values of two fields of type fixed64 with numbers below 16 that encoded bytes end
   * with.
   *
   * @param encoded changed
   * @param end the index behind the last field
   * @param one the value of the field that comes before the last
   * @param last that of the last field
   */
  public static void patchFixed64(byte[] encoded, int end, long one, long last) {
    LITTLE_ENDIAN.set(encoded, end - Long.BYTES, last);
    LITTLE_ENDIAN.set(encoded, end - 2 * Long.BYTES - Byte.BYTES, one);
  }

  /**
   * Prepends what another sink holds.
   *
   * @param other copied from, and left as it is
   */
  public void writeBytes(ReverseSink other) {
    writeBytes(other.bytes, other.start, other.size());
  }

  /**
   * Prepends a varint without a tag, as packed fields hold them.
   *
   * @param value 64 bits, unsigned
   */
  public void writeVarint(long value) {
    ensure(LONGEST_VARINT);
    if ((value & ~0x7FL) == 0) {
      bytes[--start] = (byte) value;
    } else {
      writeLongVarint(value);
    }
  }

  private void writeLongVarint(long value) {
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
    if (field < SHORT_TAGS) {
      ensure(Byte.BYTES + Long.BYTES);
      int at = start - (Byte.BYTES + Long.BYTES);
      bytes[at] = tag(field, FIXED64);
      LITTLE_ENDIAN.set(bytes, at + Byte.BYTES, value);
      start = at;
    } else {
      writeFixed64(value);
      writeTag(field, FIXED64);
    }
  }

  /**
   * Prepends 64 bits, the lowest first, without a tag, as packed fields hold them.
   *
   * @param value 64 bits
   */
  public void writeFixed64(long value) {
    ensure(Long.BYTES);
    start -= Long.BYTES;
    LITTLE_ENDIAN.set(bytes, start, value);
  }

  /**
   * Prepends 64 bits, the highest first, to become part of a field of type bytes.
   *
   * @param value 64 bits
   */
  public void writeBigEndian(long value) {
    ensure(Long.BYTES);
    start -= Long.BYTES;
    BIG_ENDIAN.set(bytes, start, value);
  }

  /**
   * Prepends a field of one of the types fixed32 and sfixed32.
   *
   * @param field its number
   * @param value 32 bits
   */
  public void writeFixed32(int field, int value) {
    ensure(Integer.BYTES);
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[--start] = (byte) (value >>> shift);
    }
    writeTag(field, FIXED32);
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
    writeUtf8(text);
    writeMessage(field, end);
  }

  /**
   * Prepends text in UTF-8 without length and tag; a surrogate that is not one of a pair becomes
   * U+FFFD.
   *
   * @param text any string
   */
  public void writeUtf8(String text) {
    int length = text.length();
    ensure(length);
    if (ReverseUtf8.isAsciiWritten(text, bytes, start)) {
      start -= length;
    } else {
      ensure(Math.multiplyExact(ReverseUtf8.LONGEST_CHAR, length));
      start = ReverseUtf8.write(text, bytes, start);
    }
  }

  /**
   * Prepends 64 bits as 16 lower-case hexadecimal digits, to become part of a string.
   *
   * @param value any number
   */
  public void writeHex(long value) {
    ensure(16);
    start -= 16;
    Hex.write(value, bytes, start);
  }

  /**
   * Prepends length and tag to what was written since a mark: a message, a string or a packed
   * field.
   *
   * @param field its number
   * @param end the {@link #size()} before the content was written
   */
  public void writeMessage(int field, int end) {
    int length = size() - end;
    if (length < SHORT_LENGTHS && field < SHORT_TAGS) {
      ensure(2);
      int at = start - 2;
      bytes[at] = tag(field, LENGTH_DELIMITED);
      bytes[at + 1] = (byte) length;
      start = at;
    } else {
      writeVarint(length);
      writeTag(field, LENGTH_DELIMITED);
    }
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

  private static byte tag(int field, int wireType) {
    return (byte) (field << 3 | wireType);
  }

  private static int varintLength(long value) {
    return (Long.SIZE + 6 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  private void ensure(int more) {
    if (start < more) {
      grow(more);
    }
  }

  private void grow(int more) {
    int size = size();
    byte[] larger = new byte[Math.max(bytes.length * 2, size + more)];
    System.arraycopy(bytes, start, larger, larger.length - size, size);
    start = larger.length - size;
    bytes = larger;
  }
}
