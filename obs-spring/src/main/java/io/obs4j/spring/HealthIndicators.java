package io.obs4j.spring;

import io.obs4j.Obs;
import io.obs4j.health.HealthAnswer;
import io.obs4j.health.HealthCheck;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * What Spring Boot's actuator knows of the health of an application, as checks of {@link
 * Obs#health()}: so it is among the metrics, and asked in the background. What is down before the
 * application is ready is not known yet. Safe for use by any thread.
 */
public final class HealthIndicators implements ApplicationListener<ContextClosedEvent> {

  /** How long an indicator may take. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Obs obs;
  private final ApplicationContext context;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private volatile boolean ready;
  private volatile boolean closed;

  /**
   * None yet.
   *
   * @param obs gets the checks
   * @param context with whose end they are not asked any more
   */
  public HealthIndicators(Obs obs, ApplicationContext context) {
    this.obs = obs;
    this.context = context;
  }

  /**
   * What an indicator says.
   *
   * @param status its code: {@code DOWN} and {@code OUT_OF_SERVICE} are down
   * @param details the exception under {@code error}, where there is one, is told of them, else
   *     what is a number or a switch: texts may be secrets
   */
  public record Found(String status, Map<String, Object> details) {

    private boolean isDown() {
      return status.equals("DOWN") || status.equals("OUT_OF_SERVICE");
    }

    /** The message of an exception is for the log line alone. */
    private HealthAnswer down() {
      Object error = details.get("error");
      if (error == null) {
        return HealthAnswer.down(status + facts());
      }
      String text = error.toString();
      int end = text.indexOf(": ");
      boolean isClass = end > 0 && text.lastIndexOf('.', end) > 0 && text.indexOf(' ') > end;
      return HealthAnswer.down(isClass ? text.substring(0, end) : status, text);
    }

    private String facts() {
      StringBuilder facts = new StringBuilder();
      for (Map.Entry<String, Object> detail : details.entrySet()) {
        if (detail.getValue() instanceof Number || detail.getValue() instanceof Boolean) {
          facts.append(", ").append(detail.getKey()).append('=').append(detail.getValue());
        }
      }
      return facts.toString();
    }
  }

  /**
   * Adds an indicator. One that cannot be a check, since there is one of its name or there are too
   * many, is told in a log line and left out.
   *
   * @param name of the indicator, as the actuator tells it
   * @param indicator asked in the background
   */
  public void add(String name, Callable<Found> indicator) {
    try {
      obs.health().add(HealthCheck.answering(name, TIMEOUT, () -> ask(indicator)));
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

  /** Whether the application was ready is asked before the indicator, which asks the same. */
  private HealthAnswer ask(Callable<Found> indicator) throws Exception {
    if (closed) {
      return HealthAnswer.up();
    }
    boolean known = isReady();
    Found found = indicator.call();
    if (closed || !found.isDown()) {
      return HealthAnswer.up();
    }
    return known
        ? found.down()
        : HealthAnswer.unknown("the application has not said yet that it is ready");
  }

  /** Asked until it is so: Spring Boot says it after all that it starts. */
  private boolean isReady() {
    if (!ready) {
      ApplicationAvailability availability =
          context.getBeanProvider(ApplicationAvailability.class).getIfUnique();
      ready = availability == null || availability.getLastChangeEvent(ReadinessState.class) != null;
    }
    return ready;
  }

  /** Whether a check is an indicator, which the actuator tells itself. */
  boolean has(String name) {
    return names.contains(name);
  }

  /** What indicators ask may be gone from now on. */
  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    if (event.getApplicationContext() == context) { // those of its children come here too
      closed = true;
    }
  }
}
