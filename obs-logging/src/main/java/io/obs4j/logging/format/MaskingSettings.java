package io.obs4j.logging.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** What is masked, as the configuration file of a host describes it. */
final class MaskingSettings {

  private static final List<SecretPattern> PATTERNS =
      List.of(
          SecretPattern.authorization(),
          SecretPattern.urlPassword(),
          SecretPattern.jwt(),
          SecretPattern.accessKey(),
          SecretPattern.paymentCard(),
          SecretPattern.email(),
          SecretPattern.iban());

  private final List<String> faults;
  private final List<String> keys = new ArrayList<>();
  private final List<String> patterns = new ArrayList<>();
  private String base = "keys";
  private String replacement = Masking.DEFAULT_REPLACEMENT;

  /** What cannot be used is added to the faults. */
  MaskingSettings(List<String> faults) {
    this.faults = faults;
  }

  /** Whether there is a masking of this name, with which to begin. */
  boolean choose(String name) {
    String plain = plain(name);
    if (!plain.equals("keys") && !plain.equals("standard") && !plain.equals("none")) {
      return false;
    }
    base = plain;
    return true;
  }

  void key(String name) {
    keys.add(name);
  }

  void pattern(String name) {
    patterns.add(name);
  }

  void replacement(String text) {
    replacement = text;
  }

  Masking build() {
    Masking.Builder builder = Masking.builder().replacement(replacement);
    if (base.equals("keys")) {
      builder.standardKeys();
    } else if (base.equals("standard")) {
      builder.standard();
    }
    attempt(keys, (name, kept) -> builder.keysKeepingLast(kept, name));
    attempt(patterns, (name, kept) -> builder.pattern(named(name).keepingLast(kept)));
    return builder.build();
  }

  private void attempt(List<String> items, BiConsumer<String, Integer> taker) {
    for (String item : items) {
      int at = item.lastIndexOf('=');
      try {
        if (at < 0) {
          taker.accept(item, 0);
        } else {
          taker.accept(item.substring(0, at).trim(), number(item.substring(at + 1).trim()));
        }
      } catch (IllegalArgumentException e) {
        faults.add(e.getMessage());
      }
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "kept '" + text + "' must be a number, of the characters that are shown", e);
    }
  }

  private static SecretPattern named(String name) {
    String plain = plain(name);
    for (SecretPattern pattern : PATTERNS) {
      if (pattern.kind.equals(plain)) {
        return pattern;
      }
    }
    throw new IllegalArgumentException(
        "maskedPatterns cannot have '" + name + "': choose among " + PATTERNS + ".");
  }

  private static String plain(String name) {
    return name.trim().toLowerCase(Locale.ROOT);
  }
}
