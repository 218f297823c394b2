package io.obs4j.tracing;

import static io.obs4j.tracing.Sampling.Decision.DROP;
import static io.obs4j.tracing.Sampling.Decision.RECORD;
import static io.obs4j.tracing.Sampling.Decision.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SamplingTest {

  private static final SpanStart CHILD = SpanStart.root(-1).under(true, "th:8;p:8");

  @Test
  void constants_ofAChild_eraseTheThresholdThatTheyDoNotKnow() {
    for (Sampling sampling : List.of(Sampling.DROP, Sampling.RECORD, Sampling.SAMPLE)) {
      assertThat(sampling.state().apply(CHILD.parent().getTraceState()).get("ot"))
          .as("%s", sampling.decision())
          .isEqualTo("p:8");
      assertThat(sampling.attributes()).isEqualTo(Attributes.empty());
    }
  }

  @Test
  void alwaysOnAndOff_anySpan_decideTheSame() {
    for (SpanStart span : List.of(SpanStart.root(0), CHILD, CHILD.within(false, ""))) {
      assertThat(span.askedOf(Sampler.alwaysOn())).isSameAs(Sampling.SAMPLE);
      assertThat(span.askedOf(Sampler.alwaysOff())).isSameAs(Sampling.DROP);
    }
  }

  @Test
  void alwaysRecord_recordsWhatIsDroppedAndLeavesTheRest() {
    Sampler sampler = Sampler.alwaysRecord(Sampler.parentBased(Sampler.ratio(0.5)));

    assertThat(SpanStart.root(0).askedOf(sampler)).isSameAs(Sampling.RECORD);
    assertThat(SpanStart.root(0).within(false, "").decidedBy(sampler)).isEqualTo(RECORD);
    assertThat(SpanStart.root(-1).decidedBy(sampler)).isEqualTo(SAMPLE);
    assertThat(SpanStart.root(-1).otAfter(sampler)).isEqualTo("th:8");
  }

  @Test
  void alwaysRecord_ofADropWithAttributes_keepsThem() {
    Sampling drop =
        new Sampling(
            DROP, Attributes.builder().put("reason", "noise").build(), UnaryOperator.identity());

    Sampling recorded =
        CHILD.askedOf(Sampler.alwaysRecord((parent, high, low, name, kind, attributes) -> drop));

    assertThat(recorded.decision()).isEqualTo(RECORD);
    assertThat(recorded.attributes()).isEqualTo(drop.attributes());
    assertThat(recorded.state()).isSameAs(drop.state());
  }

  @Test
  @SuppressWarnings("NullAway") // What callers without NullAway may do.
  void samplers_withoutASampler_areRefused() {
    assertThatThrownBy(() -> Sampler.parentBased(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Sampler.alwaysRecord(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Sampler.rateLimited(1, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Sampler.rules().otherwise(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Sampler.rules().apply("a", null))
        .isInstanceOf(NullPointerException.class);
  }
}
