package io.obs4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.status.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Settings however Spring's users write them, each of which stands for itself. */
class ObsLogFormatterTest {

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  @BeforeEach
  void forget() {
    context.getStatusManager().clear();
  }

  private String line(Map<String, Object> properties) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("file", properties));
    LoggingEvent event =
        new LoggingEvent("here", context.getLogger("shop"), Level.INFO, "hello", null, null);
    event.setKeyValuePairs(
        List.of(new KeyValuePair("iban", "value1"), new KeyValuePair("tax", "value2")));
    return new ObsLogFormatter(environment).format(event);
  }

  private List<String> faults() {
    return context.getStatusManager().getCopyOfStatusList().stream()
        .filter(status -> status.getLevel() == Status.ERROR)
        .map(
            status -> {
              assertThat(status.getThrowable()).isNull();
              return status.getMessage();
            })
        .toList();
  }

  @Test
  void list_inOneText_isMasked() {
    assertThat(line(Map.of("obs.log.masked-keys", "iban, tax"))).doesNotContain("value1", "value2");
  }

  @Test
  void list_ofYaml_isMasked() {
    assertThat(line(Map.of("obs.log.masked-keys[0]", "iban", "obs.log.masked-keys[1]", "tax")))
        .contains("\"iban\":")
        .doesNotContain("value1", "value2");
  }

  @Test
  void names_thatSpringTakes_areSettings() {
    assertThat(line(Map.of("obs.log.maskedKeys", "iban", "OBS_LOG_STACKHASH", "x")))
        .doesNotContain("value1");
    assertThat(faults()).singleElement().asString().contains("'x'").contains("true or false");
    assertThat(line(Map.of("OBS_LOG_MASKED_KEYS", "iban"))).doesNotContain("value1");
    assertThat(line(Map.of("OBS_LOG_MASKEDKEYS", "iban"))).doesNotContain("value1");
  }

  @Test
  void malformedSettings_costOnlyThemselves_andAreToldInALineEach() {
    assertThat(
            line(
                Map.of(
                    "obs.log.line-limit", "64K",
                    "obs.log.caller", "perhaps",
                    "obs.log.format", "logstash",
                    "obs.log.masked-keys", "iban",
                    "obs.log.stack-frames", "many")))
        .contains("\"logger_name\":\"shop\"")
        .doesNotContain("value1");
    assertThat(faults())
        .containsExactlyInAnyOrder(
            "obs.log.line-limit cannot be '64K', so that the default holds: write a whole number.",
            "obs.log.stack-frames cannot be 'many', so that the default holds: write a whole"
                + " number.",
            "obs.log.caller cannot be 'perhaps', so that the default holds: write true or false.");
  }

  @Test
  void settings_thatCanBeRead_areNoFaults() {
    assertThat(
            line(
                Map.of(
                    "obs.log.constants.team",
                    "orders",
                    "obs.log.constants[cost.center]",
                    "7",
                    "obs.log.line-limit",
                    4096,
                    "obs.log.nested",
                    true)))
        .contains("\"team\":\"orders\"", "\"cost\":{\"center\":\"7\"}");
    assertThat(faults()).isEmpty();
  }
}
