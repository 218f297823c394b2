package io.obs4j.spring.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.HealthResult;
import io.obs4j.spring.HealthIndicators;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/** A context below that of the application, such as one of a part, has its health in common. */
class ChildContextTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Part {}

  private static AnnotationConfigApplicationContext context() {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("obs.global", "false")));
    context.register(Part.class);
    return context;
  }

  private static HealthResult.State state(Obs obs, String name) {
    return obs.health().results().stream()
        .filter(result -> result.name().equals(name))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void indicators_areThoseOfTheContextThatHasTheObs_untilItEnds() throws Exception {
    try (AnnotationConfigApplicationContext parent = context()) {
      parent.refresh();
      HealthIndicators indicators = parent.getBean(HealthIndicators.class);
      AnnotationConfigApplicationContext child = context();
      child.setParent(parent);
      child.refresh();

      assertThat(child.getBean(HealthIndicators.class)).isSameAs(indicators);
      assertThat(child.containsLocalBean("obsHealthOfActuator")).isFalse();
      assertThat(parent.containsLocalBean("obsHealthOfActuator")).isTrue();

      AvailabilityChangeEvent.publish(parent, ReadinessState.ACCEPTING_TRAFFIC);
      child.close();
      indicators.add("db", () -> new HealthIndicators.Found("DOWN", Map.of()));
      Obs obs = parent.getBean(Obs.class);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (state(obs, "db") == HealthResult.State.UNKNOWN && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(state(obs, "db")).isEqualTo(HealthResult.State.DOWN);
    }
  }
}
