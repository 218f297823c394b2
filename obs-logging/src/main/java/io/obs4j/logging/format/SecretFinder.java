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

  /** What an expression matches: the first of its groups that took part, or all of it. */
  static SecretFinder of(Pattern pattern) {
    return (text, found) -> {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        int group = 0;
        for (int i = matcher.groupCount(); i > 0; i--) {
          group = matcher.start(i) >= 0 ? i : group;
        }
        if (matcher.end(group) > matcher.start(group)) {
          found.at(matcher.start(group), matcher.end(group));
        }
      }
    };
  }
}
