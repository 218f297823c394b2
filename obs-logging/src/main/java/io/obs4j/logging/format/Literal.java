package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A few bytes that stand in the content of a JSON string wherever a secret does: for each of them
 * those that may stand there.
 *
 * @param places in their order, each the bytes that may stand there
 */
record Literal(List<BitSet> places) {

  private static final String DIGIT = "0123456789";
  private static final String CAPITAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** The beginning of nine digits or more, of which the first four may be a group of their own. */
  static final Literal CARD =
      ofPlaces("23456", DIGIT, DIGIT, DIGIT, DIGIT + " -", DIGIT, DIGIT, DIGIT, DIGIT);

  /** A country, two digits, and the beginning of an account. */
  static final Literal IBAN = ofPlaces(CAPITAL, CAPITAL, DIGIT, DIGIT, CAPITAL + DIGIT + " ");

  /** As many bytes tell most texts apart; the expression judges the rest. */
  private static final int LONGEST = 8;

  /** Literals as they look when they are escaped, in either case. */
  static List<Literal> of(String... texts) {
    List<Literal> literals = new ArrayList<>();
    for (String text : texts) {
      if (text.isBlank()) {
        throw new IllegalArgumentException(
            "literal '" + text + "' must not be blank: it would occur in most lines");
      }
      ByteSink escaped = new ByteSink(32);
      JsonString.writeContent(escaped, text);
      literals.add(eitherCase(Arrays.copyOf(escaped.array(), Math.min(LONGEST, escaped.size()))));
    }
    return literals;
  }

  private static Literal eitherCase(byte[] bytes) {
    List<BitSet> places = new ArrayList<>();
    for (byte b : bytes) {
      BitSet place = new BitSet(256);
      place.set(b & 0xFF);
      if ((b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z')) {
        place.set(b ^ 0x20);
      }
      places.add(place);
    }
    return new Literal(places);
  }

  private static Literal ofPlaces(String... characters) {
    List<BitSet> places = new ArrayList<>();
    for (String any : characters) {
      BitSet place = new BitSet(256);
      any.chars().forEach(place::set);
      places.add(place);
    }
    return new Literal(places);
  }
}
