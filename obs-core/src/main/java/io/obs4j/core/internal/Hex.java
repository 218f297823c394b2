package io.obs4j.core.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Lower-case hexadecimal digits, as trace and span ids are written. */
public final class Hex {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** A one in each byte. */
  private static final long ONES = 0x0101_0101_0101_0101L;

  private static final byte[] VALUES = values();

  private Hex() {}

  /**
   * Reads a part of a text. Nothing is allocated, and malformed text costs no more than
   * well-formed.
   *
   * @param text that holds the digits
   * @param from where they begin
   * @param to where they end; at most 15 later
   * @return the number, zero for no digits; negative if anything is no digit from {@code 0} to
   *     {@code 9} or {@code a} to {@code f}
   */
  public static long parse(String text, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      // The sign of what is no digit stays through all later shifts.
      value = (value << 4) | (c < VALUES.length ? VALUES[c] : -1);
    }
    return value;
  }

  /**
   * Writes 64 bits as 16 digits.
   *
   * @param value any number
   * @param target written into
   * @param at where the first digit goes
   */
  public static void write(long value, byte[] target, int at) {
    EIGHT_BYTES.set(target, at, digits(value >>> 32));
    EIGHT_BYTES.set(target, at + 8, digits(value & 0xFFFF_FFFFL));
  }

  /** Eight digits at once: first each half byte gets a byte of its own, then its character. */
  private static long digits(long bits) {
    long spread = (bits | bits << 16) & 0x0000_FFFF_0000_FFFFL;
    spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FFL;
    spread = (spread | spread << 4) & 0x0F0F_0F0F_0F0F_0F0FL;
    long letters = (spread + 6 * ONES) >>> 4 & ONES; // those that are above nine
    return spread + '0' * ONES + ('a' - 10 - '0') * letters;
  }

  /**
   * The digit for the lowest four bits.
   *
   * @param bits any number
   * @return an ASCII character
   */
  public static byte digit(long bits) {
    int digit = (int) bits & 0xF;
    return (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int digit = 0; digit < 16; digit++) {
      values[digit(digit)] = (byte) digit;
    }
    return values;
  }
}
