package io.obs4j.tracing;

import static io.obs4j.tracing.Sampling.Decision.DROP;
import static io.obs4j.tracing.Sampling.Decision.RECORD;
import static io.obs4j.tracing.Sampling.Decision.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingRulesTest {

  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

  @ParameterizedTest
  @CsvSource({
    "GET /health, DROP",
    "GET /health/live, DROP",
    "POST /health, SAMPLE",
    "GET /orders, SAMPLE",
    "'', SAMPLE"
  })
  void drop_byName_dropsWhatMatches(String name, Sampling.Decision expected) {
    Sampler sampler = Sampler.rules().drop("GET /health*").otherwise(Sampler.alwaysOn());

    assertThat(SpanStart.named(name).decidedBy(sampler)).isEqualTo(expected);
  }

  @Test
  void rules_ofWhichTwoMatch_theFirstCounts() {
    Sampler sampler =
        Sampler.rules()
            .apply("GET /health/deep", Sampler.alwaysOn())
            .drop("GET /health*")
            .apply("GET *", Sampler.alwaysRecord(Sampler.alwaysOff()))
            .otherwise(Sampler.alwaysOff());

    assertThat(SpanStart.named("GET /health/deep").decidedBy(sampler)).isEqualTo(SAMPLE);
    assertThat(SpanStart.named("GET /health").decidedBy(sampler)).isEqualTo(DROP);
    assertThat(SpanStart.named("GET /orders").decidedBy(sampler)).isEqualTo(RECORD);
    assertThat(SpanStart.named("POST /orders").decidedBy(sampler)).isEqualTo(DROP);
  }

  @Test
  void rules_none_areTheOtherSampler() {
    assertThat(SpanStart.named("a").decidedBy(Sampler.rules().otherwise(Sampler.alwaysOn())))
        .isEqualTo(SAMPLE);
  }

  @Test
  void otherwise_rulesAddedLater_areNotSeen() {
    SamplingRules rules = Sampler.rules();
    Sampler sampler = rules.otherwise(Sampler.alwaysOn());

    rules.drop("*");

    assertThat(SpanStart.named("a").decidedBy(sampler)).isEqualTo(SAMPLE);
  }

  @Test
  void drop_byKindAndAttribute_dropsWhereBothMatch() {
    Sampler sampler =
        Sampler.rules()
            .drop(
                SpanMatcher.kind(SpanKind.CLIENT).and(SpanMatcher.attribute("url.path", "/health")))
            .otherwise(Sampler.alwaysOn());
    SpanStart span = SpanStart.with(PATH, "/health");

    assertThat(span.of(SpanKind.CLIENT).decidedBy(sampler)).isEqualTo(DROP);
    assertThat(span.of(SpanKind.SERVER).decidedBy(sampler)).isEqualTo(SAMPLE);
    assertThat(SpanStart.named("a").of(SpanKind.CLIENT).decidedBy(sampler)).isEqualTo(SAMPLE);
  }

  @Test
  void drop_byAMatcherOfTheUser_asksIt() {
    Sampler sampler =
        Sampler.rules()
            .drop((name, kind, attributes) -> name.length() > 3)
            .otherwise(Sampler.alwaysOn());

    assertThat(SpanStart.named("long").decidedBy(sampler)).isEqualTo(DROP);
    assertThat(SpanStart.named("abc").decidedBy(sampler)).isEqualTo(SAMPLE);
  }

  @Test
  void rules_withProbabilities_keepTheThresholdOfTheOneThatDecided() {
    Sampler sampler =
        Sampler.rules().apply("POST /orders", Sampler.ratio(1)).otherwise(Sampler.ratio(0x1p-8));

    assertThat(SpanStart.named("POST /orders").otAfter(sampler)).isEqualTo("th:0");
    assertThat(SpanStart.root((1L << 56) - 1).otAfter(sampler)).isEqualTo("th:ff");
  }

  @Test
  void parentBased_aDroppedRoot_takesItsChildrenAlong() {
    Sampler sampler =
        Sampler.parentBased(Sampler.rules().drop("GET /health*").otherwise(Sampler.alwaysOn()));
    SpanStart check = SpanStart.named("GET /health");
    SpanStart query = check.within(check.askedOf(sampler));

    assertThat(check.decidedBy(sampler)).isEqualTo(DROP);
    assertThat(query.decidedBy(sampler)).isEqualTo(DROP);
  }

  @Test
  void excluding_aRequest_takesItsChildrenInThisProcessAlong() {
    for (Sampler inner :
        new Sampler[] {Sampler.alwaysOn(), Sampler.parentBased(Sampler.alwaysOn())}) {
      Sampler sampler = inner.excluding("GET /health*", "url.path=/actuator/*");
      SpanStart check = SpanStart.named("GET /health");

      assertThat(check.decidedBy(sampler)).isEqualTo(DROP);
      assertThat(check.under(true, "").decidedBy(sampler)).isEqualTo(DROP);
      assertThat(check.under(false, "").decidedBy(sampler)).isEqualTo(DROP);
      assertThat(check.within(check.askedOf(sampler)).decidedBy(sampler)).isEqualTo(DROP);
      assertThat(SpanStart.with(PATH, "/actuator/info").decidedBy(sampler)).isEqualTo(DROP);
    }
  }

  @Test
  void excluding_allElse_isLeftToTheSampler() {
    Sampler always = Sampler.alwaysOn().excluding("GET /health*");
    Sampler follower = Sampler.parentBased(Sampler.alwaysOn()).excluding("GET /health*");
    SpanStart span = SpanStart.named("GET /orders");

    assertThat(span.decidedBy(always)).isEqualTo(SAMPLE);
    assertThat(span.decidedBy(follower)).isEqualTo(SAMPLE);
    assertThat(span.under(false, "").decidedBy(always)).isEqualTo(SAMPLE);
    assertThat(span.under(false, "").decidedBy(follower)).isEqualTo(DROP);
    assertThat(span.under(true, "th:0").otAfter(follower)).isEqualTo("th:0");
  }

  /** A call of another service's health check within a sampled trace is part of that trace. */
  @Test
  void excluding_aMatchWithinASampledTrace_isKept() {
    Sampler sampler = Sampler.alwaysOn().excluding("GET /health*");

    assertThat(SpanStart.named("GET /health").within(true, "").decidedBy(sampler))
        .isEqualTo(SAMPLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void drop_blankPattern_isRefusedWithTheRemedy(String pattern) {
    assertThatThrownBy(() -> Sampler.rules().drop(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pattern must not be blank; * matches every name");
  }

  @ParameterizedTest
  @CsvSource({"=/health, ''", "*=/health, *", "url.*=/health, url.*"})
  void drop_badAttribute_namesItAndTheRemedy(String pattern, String key) {
    assertThatThrownBy(() -> Sampler.alwaysOn().excluding("GET /health*", pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "attribute \""
                + key
                + "\" must be the whole key, not blank and without *: write url.path=/health*");
  }

  @Test
  void drop_attributeWithoutPattern_isRefused() {
    assertThatThrownBy(() -> Sampler.rules().drop("url.path="))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("* matches every");
  }
}
