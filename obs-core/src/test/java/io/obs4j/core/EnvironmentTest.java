package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

  private final RecordingLogger logger = new RecordingLogger();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(logger);

  private Environment with(String name, String value) {
    return Environment.of(Map.of(name, value), diagnostics);
  }

  private void assertFault(String... parts) {
    assertThat(diagnostics.faultCount(Environment.FAULT)).isEqualTo(1);
    assertThat(logger.messages()).singleElement().asString().contains(parts);
  }

  private void assertNoFault() {
    assertThat(diagnostics.faultCount(Environment.FAULT)).isZero();
  }

  @Test
  void text_set_isStripped() {
    assertThat(with("OTEL_X", "  a b ").text("OTEL_X")).contains("a b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void text_empty_isUnset(String value) {
    assertThat(with("OTEL_X", value).text("OTEL_X")).isEmpty();
  }

  @Test
  void text_unset_isEmpty() {
    assertThat(with("OTEL_X", "a").text("OTEL_Y")).isEmpty();
  }

  @Test
  void text_ofAPropertyAndAVariable_isTheProperty() {
    Environment environment =
        Environment.of(Map.of("otel.x.y", "property"), Map.of("OTEL_X_Y", "variable"), diagnostics);

    assertThat(environment.text("OTEL_X_Y")).contains("property");
  }

  @Test
  void text_ofAnEmptyProperty_isTheVariable() {
    Environment environment =
        Environment.of(Map.of("otel.x", " "), Map.of("OTEL_X", "variable"), diagnostics);

    assertThat(environment.text("OTEL_X")).contains("variable");
  }

  @Test
  void system_readsPropertiesOfTheProcess() {
    String name = "obs4j.environment.test";
    System.setProperty(name, "here");
    try {
      assertThat(Environment.system(diagnostics).text("OBS4J_ENVIRONMENT_TEST")).contains("here");
    } finally {
      System.clearProperty(name);
    }
  }

  @Test
  void list_withSpacesAndGaps_leavesThemOut() {
    assertThat(with("L", " a, b ,,c, ").list("L")).containsExactly("a", "b", "c");
  }

  @Test
  void list_unset_isEmpty() {
    assertThat(with("L", "a").list("M")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "TRUE"})
  void flag_true_isOn(String value) {
    assertThat(with("F", value).flag("F")).isTrue();
    assertNoFault();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "FALSE", ""})
  void flag_falseOrEmpty_isOff(String value) {
    assertThat(with("F", value).flag("F")).isFalse();
    assertNoFault();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "yes", "on", "t", "truee"})
  void flag_anythingElse_isOffAndAFault(String value) {
    assertThat(with("F", value).flag("F")).isFalse();
    assertFault("F=" + value, "true or false", "using false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "8", "65535"})
  void integer_withinLimits_isRead(String value) {
    assertThat(with("I", value).integer("I", 7, 1, 65_535)).isEqualTo(Integer.parseInt(value));
    assertNoFault();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65536", "99999999999", "8.0", "0x10", "eight"})
  void integer_malformed_isTheDefaultAndAFault(String value) {
    assertThat(with("I", value).integer("I", 7, 1, 65_535)).isEqualTo(7);
    assertFault("I=" + value, "from 1 to 65535", "using 7", "Correct or unset it");
  }

  @Test
  void integer_unset_isTheDefault() {
    assertThat(with("I", "").integer("I", 7, 1, 9)).isEqualTo(7);
    assertNoFault();
  }

  @Test
  void millis_ofAnInteger_isRead() {
    assertThat(with("D", "1500").millis("D", Duration.ofDays(1)))
        .isEqualTo(Duration.ofMillis(1500));
    assertThat(with("D", "0").millis("D", Duration.ofDays(1))).isZero();
    assertNoFault();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "10s", "9223372036855", "99999999999999999999"})
  void millis_malformed_isTheDefaultAndAFault(String value) {
    assertThat(with("D", value).millis("D", Duration.ofSeconds(5)))
        .isEqualTo(Duration.ofSeconds(5));
    assertFault("D=" + value, "milliseconds", "using 5000 ms");
  }

  @Test
  void millis_ofTheLargest_fitsIntoNanoseconds() {
    Duration most = with("D", "9223372036854").millis("D", Duration.ZERO);

    assertThat(most.toNanos()).isPositive();
    assertNoFault();
  }

  @Test
  void pairs_percentEncoded_areDecodedInOrder() {
    assertThat(with("P", "b=%C3%BC%2C1 , a%3D=x=y, c=1+1").pairs("P"))
        .containsExactly(Map.entry("b", "ü,1"), Map.entry("a=", "x=y"), Map.entry("c", "1+1"));
    assertNoFault();
  }

  @Test
  void pairs_withGapsRepetitionsAndEmptyValues_keepWhatIsSet() {
    assertThat(with("P", "a=1,,a=2,b=,").pairs("P")).containsExactly(Map.entry("a", "2"));
    assertNoFault();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a=1,b", "a=1,=2", "a=1,b=%", "a=1,b=%4", "a=1,b=%G0", "a=1,b=%0g", "a=1,b=%FF"})
  void pairs_withAMalformedMember_areDiscardedWhole(String value) {
    assertThat(with("P", value).pairs("P")).isEmpty();
    assertFault("P=" + value, "key=value", "using none of it");
  }

  @Test
  void malformed_repeated_isLoggedOnce() {
    Environment environment = with("I", "x");
    environment.integer("I", 1, 0, 2);
    environment.integer("I", 1, 0, 2);

    assertThat(diagnostics.faultCount(Environment.FAULT)).isEqualTo(2);
    assertThat(logger.lines).hasSize(1);
  }

  @Test
  void malformed_ofASecret_isMasked() {
    with("OTEL_EXPORTER_OTLP_HEADERS", "api-key=hush,broken").pairs("OTEL_EXPORTER_OTLP_HEADERS");

    assertFault("OTEL_EXPORTER_OTLP_HEADERS=***");
    assertThat(logger.messages().get(0)).doesNotContain("hush");
  }

  @Test
  void malformed_ofALongValue_isCut() {
    with("I", "9".repeat(5_000)).integer("I", 1, 0, 2);

    assertFault("I=" + "9".repeat(100) + "... is not");
    assertThat(logger.messages().get(0)).hasSizeLessThan(300);
  }

  @Test
  void strict_malformed_throwsWithTheRemedy() {
    assertThatThrownBy(() -> with("I", "x").strict().integer("I", 1, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("I=x")
        .hasMessageContaining("Correct or unset it");
    assertNoFault();
  }

  @Test
  void strict_byVariable_throws() {
    Environment environment = Environment.of(Map.of("OBS_STRICT", "TRUE", "F", "yes"), diagnostics);

    assertThat(environment.isStrict()).isTrue();
    assertThatThrownBy(() -> environment.flag("F")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void strict_byProperty_throws() {
    Environment environment =
        Environment.of(
            Map.of("obs.strict", "true"), Map.of("OBS_STRICT", "false", "F", "yes"), diagnostics);

    assertThatThrownBy(() -> environment.flag("F")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void strict_malformedItself_isAFaultAndOff() {
    assertThat(with("OBS_STRICT", "yes").isStrict()).isFalse();
    assertFault("OBS_STRICT=yes");
  }

  @Test
  void diagnostics_areThoseGiven() {
    assertThat(with("F", "").diagnostics()).isSameAs(diagnostics);
  }
}
