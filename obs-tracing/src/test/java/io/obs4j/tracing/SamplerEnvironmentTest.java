package io.obs4j.tracing;

import static io.obs4j.tracing.Sampling.Decision.DROP;
import static io.obs4j.tracing.Sampling.Decision.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.judges.LogLines;
import io.opentelemetry.api.common.AttributeKey;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerEnvironmentTest {

  private static final String NAME = "OTEL_TRACES_SAMPLER";
  private static final String ARGUMENT = "OTEL_TRACES_SAMPLER_ARG";
  private static final String EXCLUDE = "OBS_TRACES_EXCLUDE";

  private final LogLines log = new LogLines();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(log);

  private Sampler from(Map<String, String> variables) {
    return Sampler.fromEnvironment(Environment.of(variables, diagnostics));
  }

  private void assertFault(String line) {
    assertThat(log.texts()).containsExactly(line);
    assertThat(diagnostics.faultCount(Environment.FAULT)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "always_on, alwaysOn",
    "always_off, alwaysOff",
    "traceidratio, ratio(0.25)",
    "parentbased_always_on, parentBased(alwaysOn)",
    "parentbased_always_off, parentBased(alwaysOff)",
    "parentbased_traceidratio, parentBased(ratio(0.25))",
    "ParentBased_TraceIdRatio, parentBased(ratio(0.25))"
  })
  void name_ofTheStandard_isThatSampler(String name, String expected) {
    assertThat(from(Map.of(NAME, name, ARGUMENT, "0.25"))).hasToString(expected);
    assertThat(log.texts()).isEmpty();
  }

  @Test
  void name_unset_followsTheParentAndSamplesRoots() {
    assertThat(from(Map.of())).hasToString("parentBased(alwaysOn)");
    assertThat(from(Map.of(NAME, " ", ARGUMENT, "0.1"))).hasToString("parentBased(alwaysOn)");
    assertThat(log.texts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jaeger_remote", "parentbased_jaeger_remote", "xray", "on", "0.1"})
  void name_unknown_isAFaultAndTheDefault(String name) {
    assertThat(from(Map.of(NAME, name))).hasToString("parentBased(alwaysOn)");
    assertFault(
        "OTEL_TRACES_SAMPLER="
            + name
            + " is not one of always_on, always_off, traceidratio, parentbased_always_on,"
            + " parentbased_always_off or parentbased_traceidratio; using parentbased_always_on."
            + " Correct or unset it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10%", "half", "0,1", "1.1", "-0.1", "NaN", "1e-20", "Infinity"})
  void argument_malformed_isAFaultAndAll(String argument) {
    assertThat(from(Map.of(NAME, "traceidratio", ARGUMENT, argument))).hasToString("ratio(1.0)");
    assertFault(
        "OTEL_TRACES_SAMPLER_ARG="
            + argument
            + " is not a probability: 0, or from 2^-56 to 1; using 1.0. Correct or unset it.");
  }

  @ParameterizedTest
  @CsvSource({"0, alwaysOff", "1, ratio(1.0)", "1e-3, ratio(0.001)", "' 0.5 ', ratio(0.5)"})
  void argument_atTheLimits_isUsed(String argument, String expected) {
    assertThat(from(Map.of(NAME, "traceidratio", ARGUMENT, argument))).hasToString(expected);
    assertThat(log.texts()).isEmpty();
  }

  @Test
  void argument_unset_samplesAll() {
    assertThat(from(Map.of(NAME, "traceidratio"))).hasToString("ratio(1.0)");
  }

  @Test
  void argument_ofASamplerThatTakesNone_isNotRead() {
    assertThat(from(Map.of(NAME, "always_on", ARGUMENT, "http://collector")))
        .hasToString("alwaysOn");
    assertThat(log.texts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"always_on", "traceidratio", "parentbased_always_on"})
  void exclude_namesAndAttributes_areDroppedWithTheirChildren(String name) {
    Sampler sampler = from(Map.of(NAME, name, EXCLUDE, "GET /health*, url.path=/actuator/*"));
    SpanStart check = SpanStart.named("GET /healthz");

    assertThat(check.decidedBy(sampler)).isEqualTo(DROP);
    assertThat(check.under(true, "").decidedBy(sampler)).isEqualTo(DROP);
    assertThat(check.within(check.askedOf(sampler)).decidedBy(sampler)).isEqualTo(DROP);
    assertThat(
            SpanStart.with(AttributeKey.stringKey("url.path"), "/actuator/info").decidedBy(sampler))
        .isEqualTo(DROP);
    assertThat(SpanStart.named("GET /orders").decidedBy(sampler)).isEqualTo(SAMPLE);
    assertThat(log.texts()).isEmpty();
  }

  @Test
  void exclude_malformedMember_isAFaultAndTheOthersCount() {
    Sampler sampler = from(Map.of(EXCLUDE, "=/health,GET /ready"));

    assertThat(SpanStart.named("GET /ready").decidedBy(sampler)).isEqualTo(DROP);
    assertThat(SpanStart.named("=/health").decidedBy(sampler)).isEqualTo(SAMPLE);
    assertFault(
        "OBS_TRACES_EXCLUDE==/health is not a pattern of span names, or an attribute and a"
            + " pattern, as in url.path=/health*; using the others. Correct or unset it.");
  }

  @ParameterizedTest
  @CsvSource({NAME + ", xray", ARGUMENT + ", 2", EXCLUDE + ", =x"})
  void strict_malformed_throws(String variable, String value) {
    Map<String, String> variables = new HashMap<>(Map.of(NAME, "traceidratio"));
    variables.put("OBS_STRICT", "true");
    variables.put(variable, value);

    assertThatThrownBy(() -> from(variables))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable + "=" + value);
  }
}
