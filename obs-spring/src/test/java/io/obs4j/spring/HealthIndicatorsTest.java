package io.obs4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.HealthResult;
import io.obs4j.health.HealthCheck;
import io.obs4j.judges.LogLines;
import io.obs4j.judges.Waiting;
import io.obs4j.spring.HealthIndicators.Found;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;

/** Indicators of the actuator as checks, which the actuator is not told again. */
@Timeout(120)
class HealthIndicatorsTest {

  private final LogLines log = new LogLines();
  private final Obs obs =
      Obs.builder()
          .service("shop", "1")
          .environment(Map.of())
          .diagnostics(Diagnostics.loggingTo(log))
          .start();
  private final StaticApplicationContext context = new StaticApplicationContext();
  private final HealthIndicators indicators = new HealthIndicators(obs, context);

  @BeforeEach
  void refresh() {
    context.refresh();
  }

  @AfterEach
  void close() {
    obs.close();
    context.close();
  }

  private static Found status(String code) {
    return new Found(code, Map.of());
  }

  private HealthResult.State found(String name) {
    return result(name).state();
  }

  private HealthResult result(String name) {
    return obs.health().results().stream()
        .filter(result -> result.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void awaitState(String name, HealthResult.State state) {
    Waiting.until(name + " to be " + state, () -> found(name) == state);
  }

  @Test
  void indicator_isACheck_downAsTheActuatorHasIt() {
    indicators.add("db/orders", () -> status("DOWN"));
    indicators.add("readinessState", () -> status("OUT_OF_SERVICE"));
    indicators.add("ping", () -> status("UP"));
    indicators.add("remote", () -> status("UNKNOWN"));

    awaitState("db/orders", HealthResult.State.DOWN);
    awaitState("readinessState", HealthResult.State.DOWN);
    awaitState("ping", HealthResult.State.UP);
    awaitState("remote", HealthResult.State.UP);
  }

  @Test
  void summary_leavesIndicatorsOut() {
    indicators.add("db", () -> status("DOWN"));
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
    indicators.add("db", () -> status("DOWN"));

    awaitState("db", HealthResult.State.UP);
    assertThat(HealthSummary.of(obs.health(), indicators).details()).containsOnlyKeys("db");
  }

  @Test
  void indicator_afterTheEndOfTheApplication_isNotAsked() {
    indicators.onApplicationEvent(new ContextClosedEvent(context));
    indicators.add("db", () -> status("DOWN"));

    awaitState("db", HealthResult.State.UP);
  }

  @Test
  void indicator_afterTheEndOfAChild_isAsked() {
    try (StaticApplicationContext child = new StaticApplicationContext(context)) {
      indicators.onApplicationEvent(new ContextClosedEvent(child));
    }
    indicators.add("db", () -> status("DOWN"));

    awaitState("db", HealthResult.State.DOWN);
  }

  @Test
  void indicator_thatIsDownBeforeTheApplicationIsReady_isUnknown() {
    ApplicationAvailabilityBean availability = new ApplicationAvailabilityBean();
    context.getBeanFactory().registerSingleton("availability", availability);
    AtomicInteger asked = new AtomicInteger();
    indicators.add(
        "readinessState",
        () -> {
          asked.incrementAndGet();
          return status("OUT_OF_SERVICE");
        });
    indicators.add("ping", () -> status("UP"));

    awaitState("ping", HealthResult.State.UP);
    Waiting.until("to be asked again", () -> asked.get() > 1);
    assertThat(found("readinessState")).isEqualTo(HealthResult.State.UNKNOWN);
    assertThat(obs.diagnostics().faultCount("health.check")).isZero();

    availability.onApplicationEvent(
        new AvailabilityChangeEvent<>(context, ReadinessState.REFUSING_TRAFFIC));
    awaitState("readinessState", HealthResult.State.DOWN);
  }

  @Test
  void exception_isTold_itsMessageInTheLogLineAlone() {
    String error = "java.net.ConnectException: db:5432 refused" + "x".repeat(1_000);
    indicators.add("db", () -> new Found("DOWN", Map.of("error", error, "user", "joe")));

    awaitState("db", HealthResult.State.DOWN);
    assertThat(result("db").detail()).isEqualTo("java.net.ConnectException");
    Waiting.until("the line", () -> !log.at(System.Logger.Level.WARNING).isEmpty());
    assertThat(log.at(System.Logger.Level.WARNING))
        .singleElement()
        .asString()
        .contains(error.substring(0, 60))
        .doesNotContain("joe", "x".repeat(300));
  }

  @Test
  void numbers_areTold_butNoTexts() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("free", 17L);
    details.put("path", "/home/joe");
    details.put("exists", true);
    indicators.add("diskSpace", () -> new Found("OUT_OF_SERVICE", details));

    awaitState("diskSpace", HealthResult.State.DOWN);
    assertThat(result("diskSpace").detail()).isEqualTo("OUT_OF_SERVICE, free=17, exists=true");
  }
}
