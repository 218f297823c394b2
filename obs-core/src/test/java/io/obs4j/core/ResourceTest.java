package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTest {

  private static final AttributeKey<String> ZONE = AttributeKey.stringKey("zone");

  private final RecordingLogger logger = new RecordingLogger();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(logger);

  private Resource from(Map<String, String> variables) {
    return Resource.fromEnvironment(Environment.of(variables, diagnostics));
  }

  private static Attributes zone(String value) {
    return Attributes.of(ZONE, value);
  }

  @Test
  void builder_ofAService_hasNameAndVersion() {
    Resource resource =
        Resource.builder().service("orders", "1.4.2").attribute("zone", "a").build();

    assertThat(resource.attributes())
        .isEqualTo(
            Attributes.of(
                Resource.SERVICE_NAME, "orders", Resource.SERVICE_VERSION, "1.4.2", ZONE, "a"));
    assertThat(resource.schemaUrl()).isEmpty();
  }

  @Test
  void builder_withoutAVersion_leavesItOut() {
    assertThat(Resource.builder().service("orders", "").build().attributes())
        .isEqualTo(Attributes.of(Resource.SERVICE_NAME, "orders"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void builder_ofABlankName_throwsWithTheRemedy(String name) {
    assertThatThrownBy(() -> Resource.builder().service(name, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OTEL_SERVICE_NAME");
  }

  @Test
  void builder_ofAnEmptyKey_throws() {
    assertThatThrownBy(() -> Resource.builder().attribute("", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x");
  }

  @Test
  void builder_ofTheSameNameTwice_keepsTheLater() {
    Resource resource =
        Resource.builder()
            .attribute("zone", "a")
            .attribute(AttributeKey.longKey("zone"), 2L)
            .build();

    assertThat(resource.attributes()).isEqualTo(Attributes.of(AttributeKey.longKey("zone"), 2L));
  }

  @Test
  void builder_askedForCommandArguments_tellsThem() {
    Attributes attributes = Resource.builder().processCommandArguments().build().attributes();

    assertThat(attributes.get(AttributeKey.stringArrayKey("process.command_args")))
        .isNotEmpty()
        .first()
        .asString()
        .contains("java");
  }

  @Test
  void fromEnvironment_withoutVariables_hasAnUnknownServiceAndANewInstance() {
    Attributes first = from(Map.of()).attributes();
    Attributes second = from(Map.of()).attributes();

    assertThat(first.get(Resource.SERVICE_NAME)).isEqualTo("unknown_service:java");
    assertThat(first.get(Resource.SERVICE_INSTANCE_ID))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isNotEqualTo(second.get(Resource.SERVICE_INSTANCE_ID));
    assertThat(logger.lines).isEmpty();
  }

  @Test
  void fromEnvironment_ofAttributes_decodesThemOverWhatIsDetected() {
    Attributes attributes =
        from(Map.of(
                "OTEL_RESOURCE_ATTRIBUTES",
                "service.name=listed,service.instance.id=i1,process.pid=x,zone=Z%C3%BCrich"))
            .attributes();

    assertThat(attributes.get(Resource.SERVICE_NAME)).isEqualTo("listed");
    assertThat(attributes.get(Resource.SERVICE_INSTANCE_ID)).isEqualTo("i1");
    assertThat(attributes.get(AttributeKey.stringKey("process.pid"))).isEqualTo("x");
    assertThat(attributes.get(AttributeKey.longKey("process.pid"))).isNull();
    assertThat(attributes.get(ZONE)).isEqualTo("Zürich");
  }

  @Test
  void fromEnvironment_ofAServiceName_prefersItToTheList() {
    Resource resource =
        from(
            Map.of(
                "OTEL_SERVICE_NAME", "named", "OTEL_RESOURCE_ATTRIBUTES", "service.name=listed"));

    assertThat(resource.attributes().get(Resource.SERVICE_NAME)).isEqualTo("named");
  }

  @Test
  void fromEnvironment_merged_prefersWhatIsBuilt() {
    Resource resource =
        from(Map.of("OTEL_SERVICE_NAME", "named", "OTEL_RESOURCE_ATTRIBUTES", "zone=a"))
            .merge(Resource.builder().service("built", "").build());

    assertThat(resource.attributes().get(Resource.SERVICE_NAME)).isEqualTo("built");
    assertThat(resource.attributes().get(ZONE)).isEqualTo("a");
    assertThat(resource.schemaUrl()).isEqualTo(ResourceDetector.SCHEMA_URL);
  }

  @Test
  void fromEnvironment_ofAMalformedList_discardsItWholeAndReportsItOnce() {
    Attributes attributes =
        from(Map.of("OTEL_RESOURCE_ATTRIBUTES", "zone=a,service.name")).attributes();

    assertThat(attributes.get(ZONE)).isNull();
    assertThat(attributes.get(Resource.SERVICE_NAME)).isEqualTo("unknown_service:java");
    assertThat(diagnostics.faultCount(Environment.FAULT)).isEqualTo(1);
    assertThat(logger.messages())
        .singleElement()
        .asString()
        .contains("OTEL_RESOURCE_ATTRIBUTES=zone=a,service.name", "none of it");
  }

  @Test
  void fromEnvironment_strict_throwsOnAMalformedList() {
    Environment strict =
        Environment.of(Map.of("OTEL_RESOURCE_ATTRIBUTES", "zone"), diagnostics).strict();

    assertThatThrownBy(() -> Resource.fromEnvironment(strict))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OTEL_RESOURCE_ATTRIBUTES");
  }

  @Test
  void merge_ofTwo_lastWins() {
    Resource merged = Resource.of(zone("a")).merge(Resource.of(zone("b")));

    assertThat(merged).isEqualTo(Resource.of(zone("b")));
  }

  @Test
  void merge_ofSchemas_keepsTheOneThatHoldsForAll() {
    Resource none = Resource.of(Attributes.empty());
    Resource one = new Resource(Attributes.empty(), "https://one");
    Resource two = new Resource(Attributes.empty(), "https://two");

    assertThat(none.merge(one).schemaUrl()).isEqualTo("https://one");
    assertThat(one.merge(none).schemaUrl()).isEqualTo("https://one");
    assertThat(one.merge(one).schemaUrl()).isEqualTo("https://one");
    assertThat(one.merge(two).schemaUrl()).isEmpty();
  }
}
