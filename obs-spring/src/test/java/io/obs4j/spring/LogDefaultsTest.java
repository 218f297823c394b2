package io.obs4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.Environment;

/** What the application says, wherever it does, comes before what follows from obs4j. */
class LogDefaultsTest {

  private static final String PROPAGATION = "spring.reactor.context-propagation";

  @Configuration(proxyBeanMethods = false)
  static class Application {}

  @Configuration(proxyBeanMethods = false)
  @PropertySource("classpath:own.properties")
  static class WithSource {}

  private static ConfigurableApplicationContext start(
      Class<?> application, Map<String, Object> defaults) {
    SpringApplication started = new SpringApplication(application);
    started.setWebApplicationType(WebApplicationType.NONE);
    started.setDefaultProperties(defaults);
    return started.run("--spring.main.banner-mode=off", "--logging.level.root=off");
  }

  @Test
  void defaultProperties_ofTheApplication_win() {
    Map<String, Object> own = Map.of(PROPAGATION, "limited", "own", "1");
    try (ConfigurableApplicationContext context = start(Application.class, own)) {
      Environment environment = context.getEnvironment();
      assertThat(environment.getProperty(PROPAGATION)).isEqualTo("limited");
      assertThat(environment.getProperty("own")).isEqualTo("1");
      assertThat(environment.getProperty(SpringVariables.INSTANCE)).isNotBlank();
    }
  }

  @Test
  void propertySource_ofAConfiguration_wins() {
    try (ConfigurableApplicationContext context = start(WithSource.class, Map.of())) {
      assertThat(context.getEnvironment().getProperty(PROPAGATION)).isEqualTo("limited");
    }
  }

  @Test
  void nothingSaid_isTheDefault() {
    try (ConfigurableApplicationContext context = start(Application.class, Map.of())) {
      assertThat(context.getEnvironment().getProperty(PROPAGATION)).isEqualTo("auto");
    }
  }
}
