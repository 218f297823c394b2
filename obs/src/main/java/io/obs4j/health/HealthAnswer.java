package io.obs4j.health;

import io.obs4j.core.HealthResult.State;
import java.util.Objects;

/**
 * What a {@link HealthCheck} found, and why. Of long texts the beginning is kept. Immutable.
 *
 * @param state what it found
 * @param detail why it is not up, for pages that anybody may read, such as the class of an
 *     exception; else empty
 * @param message the same for the log line, which may tell more, such as the message of an
 *     exception
 */
public record HealthAnswer(State state, String detail, String message) {

  /** How many characters of a text are kept: {@value}. */
  public static final int LONGEST_TEXT = 256;

  private static final HealthAnswer UP = new HealthAnswer(State.UP, "", "");

  /**
   * Bounds the texts.
   *
   * @param state what it found
   * @param detail why it is not up, for pages; else empty
   * @param message why it is not up, for the log line; else empty
   * @throws NullPointerException if one of them or the state is null
   */
  public HealthAnswer {
    Objects.requireNonNull(state, "state");
    detail = bounded(detail);
    message = bounded(message);
  }

  private static String bounded(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  /**
   * It is well.
   *
   * @return without a detail
   */
  public static HealthAnswer up() {
    return UP;
  }

  /**
   * It is not well.
   *
   * @param detail why, without secrets
   * @return an answer that is told in a log line
   */
  public static HealthAnswer down(String detail) {
    return new HealthAnswer(State.DOWN, detail, detail);
  }

  /**
   * It is not well.
   *
   * @param detail why, for pages that anybody may read
   * @param message why, for the log line
   * @return an answer that is told in a log line
   */
  public static HealthAnswer down(String detail, String message) {
    return new HealthAnswer(State.DOWN, detail, message);
  }

  /**
   * It cannot be told yet, as while a service starts. It is not ready, but no log line says so, and
   * it is asked again after a second at the latest.
   *
   * @param detail why, for pages that anybody may read
   * @return an answer that is not told
   */
  public static HealthAnswer unknown(String detail) {
    return new HealthAnswer(State.UNKNOWN, detail, detail);
  }
}
