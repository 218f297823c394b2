package io.obs4j.logging.format;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that are taken in one object. */
final class Names {

  /** As many of one name are told apart; further ones are left out. */
  static final int MOST_NUMBERS = 16;

  private final Set<String> taken = new HashSet<>();

  /** A name that is not taken yet, or null if the member is to be left out. */
  @Nullable String unlikeOthers(String name, KeyCollision policy) {
    if (taken.add(name)) {
      return name;
    }
    if (policy != KeyCollision.RENAME) {
      return null;
    }
    for (int number = 1; number <= MOST_NUMBERS; number++) {
      String numbered = name + "_" + number;
      if (taken.add(numbered)) {
        return numbered;
      }
    }
    return null;
  }
}
