package io.obs4j.logging.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which keys have secrets for values. What was decided of a key is kept: for 512 keys of at most
 * 128 characters; what comes to the place of another replaces it. Safe for use by any thread.
 */
final class KeyMasks {

  /*
   * Anyone reads and replaces, without order among them: a decision is immutable, all its fields are
   * final, so whoever finds one finds it whole, and compares its key. A race decides twice. All
   * operations are wait-free.
   */

  /** In place of a number of characters. */
  static final int NOT_MASKED = -1;

  private static final int BITS = 9;
  private static final int LONGEST = 128;
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  private final List<Masking.KeyRule> rules;
  private final @Nullable Decision[] decisions = new Decision[1 << BITS];

  private static final class Decision {

    final String key;
    final int kept;

    Decision(String key, int kept) {
      this.key = key;
      this.kept = kept;
    }
  }

  KeyMasks(List<Masking.KeyRule> rules) {
    this.rules = rules;
  }

  /** How many characters of the value are shown, or {@link #NOT_MASKED}. */
  int kept(String key) {
    if (rules.isEmpty()) {
      return NOT_MASKED;
    }
    int slot = (key.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - BITS);
    Decision known = decisions[slot];
    if (known != null && known.key.equals(key)) {
      return known.kept;
    }
    int kept = decide(Masking.plain(key));
    if (key.length() <= LONGEST) {
      decisions[slot] = new Decision(key, kept);
    }
    return kept;
  }

  /** Of several rules the one that shows least. */
  private int decide(String plainKey) {
    int least = NOT_MASKED;
    for (Masking.KeyRule rule : rules) {
      if (rule.matches(plainKey) && (least == NOT_MASKED || rule.kept() < least)) {
        least = rule.kept();
      }
    }
    return least;
  }
}
