package io.obs4j.core;

import java.util.List;

/**
 * Whether a service and what it depends on are well, as it was found last: asking never waits. Safe
 * for use by any thread.
 */
@FunctionalInterface
public interface Health {

  /**
   * What is checked, and how it is.
   *
   * @return one result for each check, in the order in which they were added
   */
  List<HealthResult> results();

  /**
   * Whether the process itself works. A dependency that is down does not change that: to restart
   * the process would not help.
   *
   * @return false if a check of liveness is down
   */
  default boolean isLive() {
    for (HealthResult result : results()) {
      if (result.liveness() && result.state() == HealthResult.State.DOWN) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the service can do its work.
   *
   * @return false if a check is down, or was not made yet
   */
  default boolean isReady() {
    for (HealthResult result : results()) {
      if (result.state() != HealthResult.State.UP) {
        return false;
      }
    }
    return true;
  }

  /**
   * No checks: live and ready.
   *
   * @return always the same
   */
  static Health none() {
    return NoHealth.INSTANCE;
  }
}
