package io.obs4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SpringVariablesTest {

  private final StandardEnvironment environment = new StandardEnvironment();

  private void last(String name, Map<String, Object> properties) {
    environment.getPropertySources().addLast(new MapPropertySource(name, properties));
  }

  @Test
  void property_inLowerCaseWithDotsOrDashes_isTheVariable() {
    last("file", Map.of("otel.bsp.max-queue-size", 7, "obs.strict", true, "other", "x"));

    assertThat(SpringVariables.of(environment))
        .containsEntry("OTEL_BSP_MAX_QUEUE_SIZE", "7")
        .containsEntry("OBS_STRICT", "true")
        .doesNotContainKey("OTHER");
  }

  @Test
  void sources_ofOneVariable_countInTheirOrder() {
    last("environment", Map.of("OTEL_SERVICE_NAME", "first"));
    last("file", Map.of("otel.service.name", "second"));

    assertThat(SpringVariables.of(environment)).containsEntry("OTEL_SERVICE_NAME", "first");
  }

  @Test
  void list_ofYaml_isJoined() {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("otel.propagators[0]", "b3");
    file.put("otel.propagators[1]", "baggage");
    last("file", file);

    assertThat(SpringVariables.of(environment)).containsEntry("OTEL_PROPAGATORS", "b3,baggage");
  }

  @Test
  void map_isAListOfPairs() {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("otel.exporter.otlp.headers.authorization", "Bearer a,b=c");
    file.put("otel.exporter.otlp.headers[x-team]", "red");
    file.put("obs.log.constants.team", "red");
    last("file", file);

    assertThat(SpringVariables.of(environment))
        .containsEntry("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20a%2Cb%3Dc,x-team=red")
        .containsEntry("OBS_LOG_CONSTANTS", "team=red");
  }

  @Test
  void map_ofSeveralSources_isJoined_andTheFirstCounts() {
    last("argument", Map.of("otel.resource.attributes.team", "red"));
    last("environment", Map.of("OTEL_RESOURCE_ATTRIBUTES", "team=green,region=eu"));
    last("profile", Map.of("otel.resource.attributes", "lost=1"));
    last("file", Map.of("otel.resource.attributes.region", "us"));

    assertThat(SpringVariables.of(environment))
        .containsEntry("OTEL_RESOURCE_ATTRIBUTES", "region=us,team=green,region=eu,team=red");
  }

  @Test
  void placeholders_areResolved() {
    last("file", Map.of("otel.service.name", "${team}-shop", "team", "blue"));

    assertThat(SpringVariables.of(environment)).containsEntry("OTEL_SERVICE_NAME", "blue-shop");
  }

  @Test
  void variables_ofTheProcess_areThere() {
    assertThat(SpringVariables.of(environment)).containsAllEntriesOf(System.getenv());
  }

  @Test
  void nameOfTheApplication_isAnEncodedFactOfTheResource() {
    last("file", Map.of("spring.application.name", "a=b, ü", "otel.resource.attributes", "team=x"));

    assertThat(SpringVariables.of(environment))
        .containsEntry("OTEL_RESOURCE_ATTRIBUTES", "service.name=a%3Db%2C%20%C3%BC,team=x");
  }
}
