package io.obs4j.core.internal;

import java.util.Arrays;

/** Lower-case hexadecimal digits, as trace and span ids are written. */
public final class Hex {

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
   * Writes the lowest bits of a number.
   *
   * @param value any number
   * @param digits how many, from 0 to 16
   * @param target written into
   * @param at where the first digit goes
   */
  public static void write(long value, int digits, byte[] target, int at) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      target[i] = digit(rest);
      rest >>>= 4;
    }
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
