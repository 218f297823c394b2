package io.obs4j.spring;

import io.obs4j.Obs;
import io.obs4j.health.HealthCheck;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * What Spring Boot's actuator knows of the health of an application, as checks of {@link
 * Obs#health()}: so it is among the metrics, and asked in the background. Safe for use by any
 * thread.
 */
public final class HealthIndicators implements ApplicationListener<ContextClosedEvent> {

  /** How long an indicator may take. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Obs obs;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param obs gets the checks
   */
  public HealthIndicators(Obs obs) {
    this.obs = obs;
  }

  /**
   * Adds an indicator. One that cannot be a check, since there is one of its name or there are too
   * many, is told in a log line and left out.
   *
   * @param name of the indicator, as the actuator tells it
   * @param status asked in the background: {@code DOWN} and {@code OUT_OF_SERVICE} are down
   */
  public void add(String name, Supplier<String> status) {
    try {
      obs.health().add(HealthCheck.of(name, TIMEOUT, () -> closed || isUp(status.get())));
      names.add(name);
    } catch (IllegalArgumentException | IllegalStateException e) {
      obs.diagnostics()
          .inform(
              "The health indicator "
                  + name
                  + " is not among the metrics: "
                  + e.getMessage()
                  + " obs.health.actuator=false leaves all of them out.");
    }
  }

  private static boolean isUp(String status) {
    return !status.equals("DOWN") && !status.equals("OUT_OF_SERVICE");
  }

  /** Whether a check is an indicator, which the actuator tells itself. */
  boolean has(String name) {
    return names.contains(name);
  }

  /** What indicators ask may be gone from now on. */
  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    closed = true;
  }
}
