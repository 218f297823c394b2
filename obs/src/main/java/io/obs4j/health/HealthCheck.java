package io.obs4j.health;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Something to be asked from time to time whether it is well, such as a database. Immutable.
 *
 * <pre>{@code
 * obs.health().add(
 *     HealthCheck.of("database", Duration.ofSeconds(2), () -> connection().isValid(1)));
 * }</pre>
 */
public final class HealthCheck {

  /** How long a result is good for unless the check says otherwise: ten seconds. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int LONGEST_NAME = 100;

  private final String name;
  private final Duration timeout;
  private final Duration interval;
  private final boolean liveness;
  private final Callable<HealthAnswer> check;

  private HealthCheck(
      String name,
      Duration timeout,
      Duration interval,
      boolean liveness,
      Callable<HealthAnswer> check) {
    this.name = name;
    this.timeout = timeout;
    this.interval = interval;
    this.liveness = liveness;
    this.check = check;
  }

  /**
   * A check of a dependency.
   *
   * @param name of one to 100 characters
   * @param timeout after which it counts as down, and is interrupted; from a millisecond to a day
   * @param check called on a thread of its own, never again before it has returned; it is up if it
   *     returns true, down if it returns anything else or throws
   * @return the check, to be added to {@link HealthChecks}
   * @throws IllegalArgumentException if the name or the timeout cannot be used
   */
  public static HealthCheck of(String name, Duration timeout, Callable<Boolean> check) {
    Objects.requireNonNull(check, "check");
    return answering(
        name,
        timeout,
        () ->
            Boolean.TRUE.equals(check.call())
                ? HealthAnswer.up()
                : HealthAnswer.down("it says so"));
  }

  /**
   * A check of a dependency that knows why it is down, or does not know yet.
   *
   * @param name of one to 100 characters
   * @param timeout after which it counts as down, and is interrupted; from a millisecond to a day
   * @param check called on a thread of its own, never again before it has returned; it is down if
   *     it throws or returns null
   * @return the check, to be added to {@link HealthChecks}
   * @throws IllegalArgumentException if the name or the timeout cannot be used
   */
  public static HealthCheck answering(String name, Duration timeout, Callable<HealthAnswer> check) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "name \"" + name + "\" of a health check must have 1 to 100 characters, not all blank");
    }
    return new HealthCheck(
        name,
        checkTime(name, "timeout", timeout),
        DEFAULT_INTERVAL,
        false,
        Objects.requireNonNull(check, "check"));
  }

  /**
   * Sets how often it is made, by default every ten seconds.
   *
   * @param newInterval between the end of one and the start of the next, from a millisecond to a
   *     day
   * @return a check with this interval
   * @throws IllegalArgumentException if it is outside
   */
  public HealthCheck every(Duration newInterval) {
    return new HealthCheck(
        name, timeout, checkTime(name, "interval", newInterval), liveness, check);
  }

  /**
   * Makes it tell of the process itself: while it is down the process is not live, and whoever runs
   * it may restart it. Not for dependencies.
   *
   * @return a check of liveness
   */
  public HealthCheck ofLiveness() {
    return new HealthCheck(name, timeout, interval, true, check);
  }

  private static Duration checkTime(String name, String what, Duration time) {
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          what + ' ' + time + " of health check " + name + " must be from 1 ms to a day");
    }
    return time;
  }

  String name() {
    return name;
  }

  Duration timeout() {
    return timeout;
  }

  Duration interval() {
    return interval;
  }

  boolean isOfLiveness() {
    return liveness;
  }

  HealthAnswer call() throws Exception {
    return check.call();
  }
}
