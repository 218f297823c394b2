package io.obs4j.metrics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of names, in which {@code *} stands for any characters, also for none. Each takes as
 * few characters as possible, so that a name is matched without backtracking, whatever the pattern.
 */
final class NamePattern {

  private final String first;
  private final List<String> others;

  NamePattern(String pattern) {
    List<String> literals = List.of(pattern.split("\\*", -1));
    first = literals.get(0);
    others = literals.subList(1, literals.size());
  }

  /** How many stars there are. */
  int stars() {
    return others.size();
  }

  /** What each star stands for in a name, or null if the name does not match. */
  @Nullable List<String> match(String name) {
    if (others.isEmpty()) {
      return name.equals(first) ? List.of() : null;
    }
    if (!name.startsWith(first)) {
      return null;
    }
    List<String> matched = new ArrayList<>(others.size());
    int from = first.length();
    for (int star = 0; star < others.size(); star++) {
      String literal = others.get(star);
      boolean last = star == others.size() - 1;
      int at = last ? name.length() - literal.length() : name.indexOf(literal, from);
      if (at < from || !name.startsWith(literal, at)) {
        return null;
      }
      matched.add(name.substring(from, at));
      from = at + literal.length();
    }
    return matched;
  }

  /** A name with what each star of a match stands for in place of its own stars. */
  static String fill(String name, List<String> matched) {
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
