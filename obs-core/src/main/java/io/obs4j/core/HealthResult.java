package io.obs4j.core;

/**
 * How a check went the last time.
 *
 * @param name of the check
 * @param liveness whether it tells of the process itself, rather than of what it depends on
 * @param state what was found
 * @param detail why it is not up, without secrets, such as the class of an exception; else empty
 * @param checkedEpochNanos when that was found, in nanoseconds since the Unix epoch; zero if it was
 *     not checked yet
 */
public record HealthResult(
    String name, boolean liveness, State state, String detail, long checkedEpochNanos) {

  /** What a check may find. */
  public enum State {
    /** It works. */
    UP,
    /** It does not work, or took too long. */
    DOWN,
    /** It was not checked yet, or cannot be told yet. */
    UNKNOWN
  }
}
