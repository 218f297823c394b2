package io.obs4j.export.prometheus;

/** One name on a page, and the last walk in which a family took it. */
final class NameClaim {

  private long lastWalk;

  boolean isTaken(long walk) {
    return lastWalk == walk;
  }

  void take(long walk) {
    lastWalk = walk;
  }
}
