package io.obs4j.core.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of names, in which {@code *} stands for any characters, also for none. Each takes as
 * few characters as possible, so that a name is matched without backtracking, whatever the pattern.
 * Immutable.
 */
public final class NamePattern {

  private final String first;
  private final String[] others;

  /**
   * A pattern.
   *
   * @param pattern compared with whole names, case by case
   * @throws IllegalArgumentException if it is blank
   */
  public NamePattern(String pattern) {
    if (pattern.isBlank()) {
      throw new IllegalArgumentException("pattern must not be blank; * matches every name");
    }
    List<String> literals = List.of(pattern.split("\\*", -1));
    first = literals.get(0);
    others = literals.subList(1, literals.size()).toArray(new String[0]);
  }

  /**
   * How many stars there are.
   *
   * @return the number
   */
  public int stars() {
    return others.length;
  }

  /**
   * Whether a name matches. Allocates nothing.
   *
   * @param name any text
   * @return true if it does
   */
  public boolean matches(String name) {
    return match(name, null);
  }

  /**
   * What each star stands for in a name.
   *
   * @param name any text
   * @return as many as there are stars, or null if the name does not match
   */
  public @Nullable List<String> match(String name) {
    List<String> matched = new ArrayList<>(others.length);
    return match(name, matched) ? matched : null;
  }

  private boolean match(String name, @Nullable List<String> matched) {
    if (others.length == 0) {
      return name.equals(first);
    }
    if (!name.startsWith(first)) {
      return false;
    }
    int from = first.length();
    for (int star = 0; star < others.length; star++) {
      String literal = others[star];
      boolean last = star == others.length - 1;
      int at = last ? name.length() - literal.length() : name.indexOf(literal, from);
      if (at < from || !name.startsWith(literal, at)) {
        return false;
      }
      if (matched != null) {
        matched.add(name.substring(from, at));
      }
      from = at + literal.length();
    }
    return true;
  }

  /**
   * A name with what each star of a match stands for in place of its own stars.
   *
   * @param name with no more stars than the match has texts
   * @param matched in the order of the stars
   * @return the name
   */
  public static String fill(String name, List<String> matched) {
    StringBuilder filled = new StringBuilder();
    int star = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '*') {
        filled.append(matched.get(star));
        star++;
      } else {
        filled.append(c);
      }
    }
    return filled.toString();
  }
}
