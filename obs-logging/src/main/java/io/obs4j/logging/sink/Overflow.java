package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;
import java.time.Duration;
import java.util.Objects;

/**
 * What happens to a line when as many wait for an {@link AsyncSink} as may.
 *
 * <p>Lines of a level that is kept, from {@link LogLevel#ERROR} unless said otherwise, have an
 * eighth of the queue to themselves, and wait for longer than others. Nobody waits for a sink that
 * has not moved since another has waited in vain: a pipe that nobody reads stops a service once,
 * not with every line.
 *
 * @param patience how long a line waits for room, before it is dropped; zero drops it at once
 * @param dropBelow lines below this level do not wait
 * @param draining whether who finds the queue full writes out what is in it, if nobody else does
 * @param keptFrom lines of this level and above are kept
 * @param keptPatience how long these wait
 */
public record Overflow(
    Duration patience,
    LogLevel dropBelow,
    boolean draining,
    LogLevel keptFrom,
    Duration keptPatience) {

  private static final Duration KEPT_PATIENCE = Duration.ofSeconds(10);

  /**
   * Checks the values.
   *
   * @param patience how long a line waits for room, before it is dropped; zero drops it at once
   * @param dropBelow lines below this level do not wait
   * @param draining whether who finds the queue full writes out what is in it, if nobody else does
   * @param keptFrom lines of this level and above are kept
   * @param keptPatience how long these wait
   * @throws IllegalArgumentException if a duration is negative
   * @throws ArithmeticException if a duration is longer than 292 years
   */
  public Overflow {
    Objects.requireNonNull(dropBelow, "dropBelow");
    Objects.requireNonNull(keptFrom, "keptFrom");
    if (patience.toNanos() < 0) {
      throw new IllegalArgumentException(
          "patience " + patience + " must not be negative; zero is none");
    }
    if (keptPatience.toNanos() < 0) {
      throw new IllegalArgumentException(
          "keptPatience " + keptPatience + " must not be negative; zero is none");
    }
  }

  /**
   * Waits for room.
   *
   * @param limit for how long at the most; the line is then dropped
   * @return the policy, errors waiting for ten seconds
   */
  public static Overflow block(Duration limit) {
    return new Overflow(limit, LogLevel.TRACE, false, LogLevel.ERROR, KEPT_PATIENCE);
  }

  /**
   * Drops lines below a level at once; others wait for a second.
   *
   * @param level of the first that are not dropped at once
   * @return the policy, errors waiting for ten seconds
   */
  public static Overflow dropBelow(LogLevel level) {
    return new Overflow(Duration.ofSeconds(1), level, false, LogLevel.ERROR, KEPT_PATIENCE);
  }

  /**
   * Has the caller write out what waits, which slows down who logs too much; while another does, it
   * waits for a second.
   *
   * @return the policy, errors waiting for ten seconds
   */
  public static Overflow callerDrains() {
    return new Overflow(Duration.ofSeconds(1), LogLevel.TRACE, true, LogLevel.ERROR, KEPT_PATIENCE);
  }

  /**
   * This policy with other lines to keep.
   *
   * @param level of the first that are kept
   * @param limit how long they wait
   * @return the policy
   */
  public Overflow keep(LogLevel level, Duration limit) {
    return new Overflow(patience, dropBelow, draining, level, limit);
  }

  boolean keeps(LogLevel level) {
    return level.isAtLeast(keptFrom);
  }
}
