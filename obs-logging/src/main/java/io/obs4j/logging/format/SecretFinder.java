package io.obs4j.logging.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds secrets of one kind in text. Safe for use by any thread. */
@FunctionalInterface
interface SecretFinder {

  /** Takes in where a secret is. */
  @FunctionalInterface
  interface Found {

    void at(int start, int end);
  }

  /**
   * Finds all, in their order.
   *
   * @param text whose characters are counted as they are read, so that a search ends
   * @param found told of each; none overlaps another, and none is empty
   */
  void find(CharSequence text, Found found);

  /**
   * What an expression matches: the first of its groups that took part, or all of it. After a group
   * the search goes on where it began: what looks like the value of one name may be the next name.
   */
  static SecretFinder of(Pattern pattern) {
    return (text, found) -> {
      Matcher matcher = pattern.matcher(text);
      int told = 0;
      int from = 0;
      while (from <= text.length() && matcher.find(from)) {
        int group = 0;
        for (int i = matcher.groupCount(); i > 0; i--) {
          group = matcher.start(i) >= 0 ? i : group;
        }
        int start = Math.max(told, matcher.start(group));
        int end = matcher.end(group);
        if (end > start) {
          found.at(start, end);
          told = end;
        }
        from = Math.max(matcher.start() + 1, group == 0 ? end : matcher.start(group));
      }
    };
  }
}
