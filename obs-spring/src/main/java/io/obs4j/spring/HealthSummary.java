package io.obs4j.spring;

import io.obs4j.core.Health;
import io.obs4j.core.HealthResult;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the checks of an application found last, in the words of Spring Boot's actuator. Nothing is
 * checked for it.
 */
public final class HealthSummary {

  private final String status;
  private final Map<String, Object> details;

  private HealthSummary(String status, Map<String, Object> details) {
    this.status = status;
    this.details = details;
  }

  /**
   * A summary.
   *
   * @param health asked once
   * @param indicators are left out: the actuator tells them itself
   * @return of what is known now
   */
  public static HealthSummary of(Health health, HealthIndicators indicators) {
    List<HealthResult> results = health.results();
    HealthResult.State all = HealthResult.State.UP;
    Map<String, Object> details = new LinkedHashMap<>();
    for (HealthResult result : results) {
      if (!indicators.has(result.name())) {
        details.put(result.name(), detail(result));
        all = worse(all, result.state());
      }
    }
    return new HealthSummary(all.name(), details);
  }

  private static HealthResult.State worse(HealthResult.State one, HealthResult.State other) {
    if (one == HealthResult.State.DOWN || other == HealthResult.State.DOWN) {
      return HealthResult.State.DOWN;
    }
    return one == HealthResult.State.UP ? other : one;
  }

  private static Map<String, Object> detail(HealthResult result) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("status", result.state().name());
    if (!result.detail().isEmpty()) {
      detail.put("detail", result.detail());
    }
    if (result.checkedEpochNanos() != 0) {
      long millis = TimeUnit.NANOSECONDS.toMillis(result.checkedEpochNanos());
      detail.put("checked", Instant.ofEpochMilli(millis).toString());
    }
    return detail;
  }

  /**
   * The state of all: down if one is, unknown if none is and one was not checked yet.
   *
   * @return {@code UP}, {@code DOWN} or {@code UNKNOWN}
   */
  public String status() {
    return status;
  }

  /**
   * The state of each.
   *
   * @return by the name of the check
   */
  public Map<String, Object> details() {
    return details;
  }
}
