package io.obs4j.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Rules as text, one a line. */
final class RuleText {

  private final String text;

  RuleText(String text) {
    this.text = text;
  }

  /** The rules, if all lines are well-formed. */
  Rules parse() {
    return parse(
        fault -> {
          throw new IllegalArgumentException("rules: " + fault);
        });
  }

  /** The rules of the well-formed lines. */
  Rules parse(Consumer<String> faults) {
    Rules.Builder rules = Rules.builder();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String fault = add(rules, line.split("\\s+"));
        if (!fault.isEmpty()) {
          faults.accept("line " + (i + 1) + " \"" + line + "\": " + fault);
        }
      }
    }
    return rules.build();
  }

  /** Adds a rule; returns what is wrong with it. */
  private static String add(Rules.Builder rules, String... words) {
    String[] rest = Arrays.copyOfRange(words, Math.min(2, words.length), words.length);
    try {
      switch (words[0]) {
        case "deny" -> {
          expect(words.length == 2, "deny PATTERN");
          rules.deny(words[1]);
        }
        case "rename" -> {
          expect(rest.length == 1, "rename PATTERN NAME");
          rules.rename(words[1], rest[0]);
        }
        case "drop" -> {
          expect(rest.length > 0, "drop PATTERN LABEL...");
          Arrays.stream(rest).forEach(label -> rules.drop(words[1], label));
        }
        case "buckets" -> {
          expect(rest.length > 0, "buckets PATTERN BOUND... or buckets PATTERN exponential [MOST]");
          buckets(rules, words[1], rest);
        }
        case "limit" -> {
          expect(rest.length == 1, "limit PATTERN SERIES");
          rules.limit(words[1], Integer.parseInt(rest[0]));
        }
        default -> expect(false, "deny, rename, drop, buckets or limit");
      }
      return "";
    } catch (NumberFormatException e) {
      return "not a number, " + e.getMessage();
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void buckets(Rules.Builder rules, String pattern, String... rest) {
    if (rest[0].equals("exponential")) {
      expect(rest.length <= 2, "buckets PATTERN exponential [MOST]");
      rules.exponentialBuckets(
          pattern,
          rest.length == 1 ? HistogramBuilder.DEFAULT_MAX_BUCKETS : Integer.parseInt(rest[1]));
    } else {
      rules.buckets(pattern, Arrays.stream(rest).mapToDouble(Double::parseDouble).toArray());
    }
  }

  private static void expect(boolean wellFormed, String form) {
    if (!wellFormed) {
      throw new IllegalArgumentException("expected " + form);
    }
  }
}
