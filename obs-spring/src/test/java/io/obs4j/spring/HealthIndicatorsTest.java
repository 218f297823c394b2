package io.obs4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.HealthResult;
import io.obs4j.health.HealthCheck;
import io.obs4j.judges.Waiting;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;

/** Indicators of the actuator as checks, which the actuator is not told again. */
@Timeout(120)
class HealthIndicatorsTest {

  private final Obs obs =
      Obs.builder()
          .service("shop", "1")
          .environment(Map.of())
          .diagnostics(Diagnostics.create())
          .start();
  private final HealthIndicators indicators = new HealthIndicators(obs);

  @AfterEach
  void close() {
    obs.close();
  }

  private HealthResult.State found(String name) {
    return obs.health().results().stream()
        .filter(result -> result.name().equals(name))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private void awaitState(String name, HealthResult.State state) {
    Waiting.until(name + " to be " + state, () -> found(name) == state);
  }

  @Test
  void indicator_isACheck_downAsTheActuatorHasIt() {
    indicators.add("db/orders", () -> "DOWN");
    indicators.add("readinessState", () -> "OUT_OF_SERVICE");
    indicators.add("ping", () -> "UP");
    indicators.add("remote", () -> "UNKNOWN");

    awaitState("db/orders", HealthResult.State.DOWN);
    awaitState("readinessState", HealthResult.State.DOWN);
    awaitState("ping", HealthResult.State.UP);
    awaitState("remote", HealthResult.State.UP);
  }

  @Test
  void summary_leavesIndicatorsOut() {
    indicators.add("db", () -> "DOWN");
    obs.health().add(HealthCheck.of("stock", Duration.ofSeconds(5), () -> true));
    awaitState("db", HealthResult.State.DOWN);
    awaitState("stock", HealthResult.State.UP);

    HealthSummary summary = HealthSummary.of(obs.health(), indicators);
    assertThat(summary.status()).isEqualTo("UP");
    assertThat(summary.details()).containsOnlyKeys("stock");
  }

  @Test
  void indicator_withTheNameOfACheck_isLeftOut() {
    obs.health().add(HealthCheck.of("db", Duration.ofSeconds(5), () -> true));
    indicators.add("db", () -> "DOWN");

    awaitState("db", HealthResult.State.UP);
    assertThat(HealthSummary.of(obs.health(), indicators).details()).containsOnlyKeys("db");
  }

  @Test
  void indicator_afterTheEndOfTheApplication_isNotAsked() {
    try (StaticApplicationContext context = new StaticApplicationContext()) {
      indicators.onApplicationEvent(new ContextClosedEvent(context));
    }
    indicators.add("db", () -> "DOWN");

    awaitState("db", HealthResult.State.UP);
  }
}
