package io.obs4j.core.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A growable run of bytes that text and JSON are written into, front to back. Reused by its owner;
 * not safe for use by several threads at once.
 */
public final class ByteSink {

  private static final byte[] DIGIT_PAIRS = digitPairs();

  /** The longest {@code long} has 19 digits and a sign. */
  private static final int LONGEST_LONG = 20;

  /** Seven bits a byte. */
  private static final int LONGEST_VARINT = 10;

  /** Decimal places before the point that are written out; larger numbers get an exponent. */
  private static final int PLAIN_PLACES = 15;

  /** As {@link #PLAIN_PLACES}, in labels that OpenMetrics wants in canonical form. */
  private static final int CANONICAL_PLACES = 6;

  /** Zeros after the point that are written out; smaller numbers get an exponent. */
  private static final int LEADING_ZEROS = 3;

  private final ShortestDecimal decimal = new ShortestDecimal();
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
   * Appends a whole array.
   *
   * @param source copied from
   */
  public void writeBytes(byte[] source) {
    ensure(source.length);
    System.arraycopy(source, 0, bytes, size, source.length);
    size += source.length;
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
   * Appends what another sink holds.
   *
   * @param other copied from, and left as it is
   */
  public void writeBytes(ByteSink other) {
    writeBytes(other.bytes, 0, other.size);
  }

  /**
   * Appends characters that are known to be ASCII, one byte each.
   *
   * @param ascii the characters
   */
  public void writeAscii(String ascii) {
    int length = ascii.length();
    ensure(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) ascii.charAt(i);
    }
  }

  /**
   * Appends text in UTF-8; a surrogate that is not one of a pair becomes U+FFFD.
   *
   * @param text any string
   */
  public void writeUtf8(String text) {
    for (int i = 0; i < text.length(); ) {
      i += writeCharacter(text, i);
    }
  }

  /**
   * Appends the character at a place of a text in UTF-8, as {@link #writeUtf8} does.
   *
   * @param text any string
   * @param index where the character begins
   * @return how many {@code char}s it takes in the text: one, or two for a surrogate pair
   */
  public int writeCharacter(String text, int index) {
    char c = text.charAt(index);
    if (c < 0x80) {
      writeByte(c);
      return 1;
    }
    ensure(4);
    int codePoint = text.codePointAt(index);
    if (codePoint < 0x800) {
      bytes[size++] = (byte) (0xC0 | (codePoint >> 6));
    } else {
      if (codePoint < 0x10000) {
        codePoint = Character.isSurrogate(c) ? 0xFFFD : codePoint;
        bytes[size++] = (byte) (0xE0 | (codePoint >> 12));
      } else {
        bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
        bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
      }
      bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    }
    bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
    return Character.charCount(codePoint);
  }

  /**
   * Appends characters up to the first that cannot stand as it is.
   *
   * @param text copied from
   * @param from the first index
   * @param to the index after the last
   * @param plain for each ASCII character whether it stands as it is; others do not
   * @return the index of the character that stopped it, or {@code to}
   */
  int writePlain(String text, int from, int to, boolean[] plain) {
    ensure(to - from);
    byte[] target = bytes;
    int shift = size - from;
    int i = from;
    for (; i < to; i++) {
      char c = text.charAt(i);
      if (c >= plain.length || !plain[c]) {
        break;
      }
      target[i + shift] = (byte) c;
    }
    size = i + shift;
    return i;
  }

  /**
   * Appends a decimal integer.
   *
   * @param value any number
   */
  public void writeLong(long value) {
    ensure(LONGEST_LONG);
    long rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      if (rest == Long.MIN_VALUE) {
        // Its magnitude is no long: take off the first digit.
        bytes[size++] = '9';
        rest += 9_000_000_000_000_000_000L;
      }
      rest = -rest;
    }
    int end = size + digitCount(rest);
    writeDigits(rest, end);
    size = end;
  }

  /**
   * Appends an integer with leading zeros.
   *
   * @param value not negative, below 10<sup>width</sup>
   * @param width the number of digits
   */
  public void writePadded(long value, int width) {
    ensure(width);
    Arrays.fill(bytes, size, size + width, (byte) '0');
    size += width;
    writeDigits(value, size);
  }

  /**
   * Appends 64 bits as 16 lower-case hexadecimal digits.
   *
   * @param value any number
   */
  public void writeHex(long value) {
    ensure(16);
    Hex.write(value, bytes, size);
    size += 16;
  }

  /**
   * Appends an unsigned number of any size, seven bits a byte, as Protocol Buffers put a length
   * before a message.
   *
   * @param value 64 bits, unsigned
   */
  public void writeVarint(long value) {
    ensure(LONGEST_VARINT);
    long rest = value;
    for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
      bytes[size++] = (byte) (rest | 0x80);
    }
    bytes[size++] = (byte) rest;
  }

  /**
   * Appends the shortest decimal that reads back as the same double, the same on every JDK: {@code
   * 1.0}, {@code 0.012}, {@code 1.5e-07}, {@code 1e+15}, {@code NaN}, {@code +Inf}, {@code -Inf}.
   * There is always a point or an exponent, so that it is seen to be no integer; below 0.0001 and
   * from 10<sup>15</sup> on there is an exponent, of at least two digits.
   *
   * @param value any double
   */
  public void writeDouble(double value) {
    writeDouble(value, PLAIN_PLACES, 1_000_000_000_000_000L);
  }

  /**
   * Appends a double as {@link #writeDouble} does, but with an exponent from 10<sup>6</sup> on: the
   * canonical form that OpenMetrics asks for in the labels {@code le} and {@code quantile}.
   *
   * @param value any double
   */
  public void writeCanonicalDouble(double value) {
    writeDouble(value, CANONICAL_PLACES, 1_000_000L);
  }

  /**
   * Appends a double as JSON has it: a number as {@link #writeDouble} writes it; in quotes, by
   * their names in JSON Schema and JavaScript, {@code "NaN"}, {@code "Infinity"} and {@code
   * "-Infinity"}.
   *
   * @param value any double
   */
  public void writeJsonDouble(double value) {
    if (Double.isFinite(value)) {
      writeDouble(value);
    } else {
      writeAscii(value > 0 ? "\"Infinity\"" : value < 0 ? "\"-Infinity\"" : "\"NaN\"");
    }
  }

  private void writeDouble(double value, int plainPlaces, long plainBelow) {
    if (!Double.isFinite(value)) {
      writeAscii(value > 0 ? "+Inf" : value < 0 ? "-Inf" : "NaN");
      return;
    }
    if (Double.doubleToRawLongBits(value) < 0) {
      writeByte('-');
    }
    double magnitude = Math.abs(value);
    long integer = (long) magnitude;
    if (integer == magnitude && integer < plainBelow) {
      writeLong(integer);
      writeAscii(".0");
      return;
    }
    decimal.set(magnitude);
    writeDecimal(decimal.digits(), decimal.exponent(), plainPlaces);
  }

  private void writeDecimal(long digits, int exponent, int plainPlaces) {
    int count = digitCount(digits);
    int places = count + exponent;
    if (places > plainPlaces || places < -LEADING_ZEROS) {
      writePointed(digits, count, 1);
      writeExponent(places - 1);
    } else if (places <= 0) {
      writeAscii("0.");
      writePadded(digits, count - places);
    } else if (exponent < 0) {
      writePointed(digits, count, places);
    } else {
      writeLong(digits);
      writePadded(0, exponent);
      writeAscii(".0");
    }
  }

  /** Digits with a point after the first few; without one if there are no more. */
  private void writePointed(long digits, int count, int before) {
    if (count == before) {
      writeLong(digits);
      return;
    }
    ensure(count + 1);
    writeDigits(digits, size + count + 1);
    System.arraycopy(bytes, size + 1, bytes, size, before);
    bytes[size + before] = '.';
    size += count + 1;
  }

  private void writeExponent(int exponent) {
    writeByte('e');
    writeByte(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    writePadded(magnitude, magnitude < 100 ? 2 : 3);
  }

  /** Writes the digits so that they end before an index, two at a time. */
  private void writeDigits(long value, int end) {
    long rest = value;
    int at = end;
    while (rest >= 100) {
      long quotient = rest / 100;
      int pair = (int) (rest - quotient * 100) * 2;
      bytes[--at] = DIGIT_PAIRS[pair + 1];
      bytes[--at] = DIGIT_PAIRS[pair];
      rest = quotient;
    }
    bytes[--at] = DIGIT_PAIRS[(int) rest * 2 + 1];
    if (rest >= 10) {
      bytes[--at] = DIGIT_PAIRS[(int) rest * 2];
    }
  }

  private static int digitCount(long value) {
    int count = 1;
    for (long bound = 10; count < 19 && value >= bound; bound *= 10) {
      count++;
    }
    return count;
  }

  private static byte[] digitPairs() {
    byte[] pairs = new byte[200];
    for (int i = 0; i < 100; i++) {
      pairs[2 * i] = (byte) ('0' + i / 10);
      pairs[2 * i + 1] = (byte) ('0' + i % 10);
    }
    return pairs;
  }

  /**
   * How much was written since the last reset.
   *
   * @return the number of bytes
   */
  public int size() {
    return size;
  }

  /**
   * What was written at a place.
   *
   * @param index from 0 to below {@link #size()}
   * @return the byte
   */
  public byte at(int index) {
    return bytes[index];
  }

  /**
   * The array that holds what was written, from its first byte to below {@link #size()}.
   *
   * @return not a copy: valid until the next write
   */
  public byte[] array() {
    return bytes;
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
   * @param length how many bytes are kept, at most {@link #size()}
   */
  public void truncate(int length) {
    size = Objects.checkIndex(length, size + 1);
  }

  /** Forgets what was written and keeps the capacity. */
  public void reset() {
    size = 0;
  }

  /**
   * What was written since the last reset.
   *
   * @return a copy
   */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /**
   * Copies what was written since the last reset.
   *
   * @param target copied into
   * @param at where in the target
   */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, size);
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

  /**
   * Copies a part of what the sink holds.
   *
   * @param out copied to
   * @param from the first index
   * @param length how many bytes
   * @throws IOException as the stream does
   */
  public void writeTo(OutputStream out, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, size);
    out.write(bytes, from, length);
  }

  /** What was written since the last reset, read as UTF-8. */
  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
