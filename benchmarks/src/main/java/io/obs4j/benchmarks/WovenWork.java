package io.obs4j.benchmarks;

import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;

/** A method as people write it, in all the ways in which it can be observed. Woven by the build. */
final class WovenWork {

  static final String TIMED = "work.timed";
  static final String OBSERVED = "work.observed";

  private WovenWork() {}

  static int plain(int value) {
    return value * 31 + 7;
  }

  @Timed(TIMED)
  static int timed(int value) {
    return value * 31 + 7;
  }

  @Observed(OBSERVED)
  static int observed(int value) {
    return value * 31 + 7;
  }
}
