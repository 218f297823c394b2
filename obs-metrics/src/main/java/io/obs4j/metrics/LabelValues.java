package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of declared labels as a key. The first three lie in fields, so that a lookup compares
 * them without reaching through an array; absent ones are the empty constant.
 *
 * <p>The hash mixes the strings' own, which they cache: the rotations are independent of each other
 * and so run side by side. Absent values add nothing to it.
 */
final class LabelValues extends SeriesKey {

  static final String ABSENT = "";

  private static final String[] NONE = {};

  private final String value1;
  private final String value2;
  private final String value3;
  private final String[] rest;

  private LabelValues(String[] values, int hash) {
    super(hash);
    value1 = values.length > 0 ? values[0] : ABSENT;
    value2 = values.length > 1 ? values[1] : ABSENT;
    value3 = values.length > 2 ? values[2] : ABSENT;
    rest = values.length > 3 ? Arrays.copyOfRange(values, 3, values.length) : NONE;
  }

  /** A key of values, none of them null; copied. */
  static LabelValues of(String... values) {
    return new LabelValues(values, hash(values));
  }

  /**
   * A key that matches no values, for a number of labels: all are empty, but the hash is not
   * theirs.
   */
  static LabelValues unmatched(int labels) {
    String[] values = new String[labels];
    Arrays.fill(values, String.valueOf(new char[0])); // not the very string of a lookup
    return new LabelValues(values, ~hash(values));
  }

  static String known(@Nullable String value) {
    return value == null ? ABSENT : value;
  }

  /** A copy of values with null as empty. */
  static String[] known(@Nullable String[] values) {
    String[] known = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      known[i] = known(values[i]);
    }
    return known;
  }

  static int hash(String value1, String value2, String value3) {
    return value1.hashCode()
        ^ Integer.rotateLeft(value2.hashCode(), 11)
        ^ Integer.rotateLeft(value3.hashCode(), 22);
  }

  static int hash(String value1, String value2, String value3, String value4, String value5) {
    return hash(value1, value2, value3)
        ^ Integer.rotateLeft(value4.hashCode(), 33)
        ^ Integer.rotateLeft(value5.hashCode(), 44);
  }

  static int hash(String... values) {
    int hash = 0;
    for (int i = 0; i < values.length; i++) {
      hash ^= Integer.rotateLeft(values[i].hashCode(), 11 * i);
    }
    return hash;
  }

  /** Whether these are the values of a key of up to three; mostly they are the very strings. */
  @SuppressWarnings("ReferenceEquality")
  boolean matches(int otherHash, String first, String second, String third) {
    return (value1 == first && value2 == second && value3 == third)
        || (hash == otherHash
            && value1.equals(first)
            && value2.equals(second)
            && value3.equals(third));
  }

  /** Whether these are the values of a key of four or five. */
  boolean matches(
      int otherHash, String first, String second, String third, String fourth, String fifth) {
    return matches(otherHash, first, second, third)
        && rest[0].equals(fourth)
        && (rest.length == 1 || rest[1].equals(fifth));
  }

  /** Whether these are the values of a key of as many. */
  boolean matches(int otherHash, String... values) {
    if (hash != otherHash) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (!get(i).equals(values[i])) {
        return false;
      }
    }
    return true;
  }

  private String get(int label) {
    return switch (label) {
      case 0 -> value1;
      case 1 -> value2;
      case 2 -> value3;
      default -> rest[label - 3];
    };
  }

  /** Those of the labels that have a value: an empty one says that there is none. */
  @Override
  Attributes attributes(String[] labelNames) {
    AttributesBuilder builder = Attributes.builder();
    for (int i = 0; i < labelNames.length; i++) {
      String value = get(i);
      if (!value.isEmpty()) {
        builder.put(labelNames[i], value);
      }
    }
    return builder.build();
  }

  /** With the values of the labels that both have; others are empty. */
  @Override
  SeriesKey relabelled(String[] labelNames, String[] otherNames) {
    if (Arrays.equals(labelNames, otherNames)) {
      return this;
    }
    List<String> known = Arrays.asList(labelNames);
    return of(
        Arrays.stream(otherNames)
            .mapToInt(known::indexOf)
            .mapToObj(label -> label < 0 ? ABSENT : get(label))
            .toArray(String[]::new));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelValues that
        && matches(that.hash, that.value1, that.value2, that.value3)
        && Arrays.equals(rest, that.rest);
  }
}
