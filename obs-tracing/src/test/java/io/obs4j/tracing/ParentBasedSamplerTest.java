package io.obs4j.tracing;

import static io.obs4j.tracing.Sampling.Decision.DROP;
import static io.obs4j.tracing.Sampling.Decision.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParentBasedSamplerTest {

  private static final SpanStart ROOT = SpanStart.root(0x80000000000000L);

  @Test
  void parentBased_withoutAParent_asksTheRootsSampler() {
    assertThat(ROOT.decidedBy(Sampler.parentBased(Sampler.alwaysOn()))).isEqualTo(SAMPLE);
    assertThat(ROOT.decidedBy(Sampler.parentBased(Sampler.alwaysOff()))).isEqualTo(DROP);
    assertThat(ROOT.otAfter(Sampler.parentBased(Sampler.ratio(0.5)))).isEqualTo("th:8");
  }

  @Test
  void parentBased_withAParent_follows() {
    Sampler on = Sampler.parentBased(Sampler.alwaysOn());
    Sampler off = Sampler.parentBased(Sampler.alwaysOff());

    assertThat(ROOT.under(true, "").decidedBy(off)).isEqualTo(SAMPLE);
    assertThat(ROOT.within(true, "").decidedBy(off)).isEqualTo(SAMPLE);
    assertThat(ROOT.under(false, "").decidedBy(on)).isEqualTo(DROP);
    assertThat(ROOT.within(false, "").decidedBy(on)).isEqualTo(DROP);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void parentBased_ofARemoteDecisionWithoutIds_follows(boolean sampled) {
    SpanStart span = ROOT.decidedElsewhere(sampled);
    Sampler unlessTold = Sampler.parentBased(sampled ? Sampler.alwaysOff() : Sampler.alwaysOn());
    Sampler always = Sampler.parentBased(Sampler.alwaysOff()).remoteNotSampled(Sampler.alwaysOn());

    assertThat(span.decidedBy(unlessTold)).isEqualTo(sampled ? SAMPLE : DROP);
    assertThat(span.decidedBy(always)).isEqualTo(SAMPLE);
  }

  @Test
  void parentBased_eachCase_isDecidedByItsOwnSampler() {
    Sampler none = Sampler.alwaysOff();
    Sampler root = Sampler.ratio(0.5);
    List<SpanStart> cases =
        List.of(
            ROOT,
            ROOT.under(true, ""),
            ROOT.under(false, ""),
            ROOT.within(true, ""),
            ROOT.within(false, ""));
    List<Sampler> samplers =
        List.of(
            all(none, root, none, none, none, none),
            all(none, none, root, none, none, none),
            all(none, none, none, root, none, none),
            all(none, none, none, none, root, none),
            all(none, none, none, none, none, root));

    for (int sampler = 0; sampler < 5; sampler++) {
      for (int span = 0; span < 5; span++) {
        assertThat(cases.get(span).otAfter(samplers.get(sampler)))
            .as("sampler %s, span %s", sampler, span)
            .isEqualTo(sampler == span ? "th:8" : "");
      }
    }
  }

  /** All cases set, each twice, of which the second counts. */
  private static Sampler all(
      Sampler first,
      Sampler root,
      Sampler remoteSampled,
      Sampler remoteNotSampled,
      Sampler localSampled,
      Sampler localNotSampled) {
    return Sampler.parentBased(root)
        .remoteSampled(first)
        .remoteNotSampled(first)
        .localSampled(first)
        .localNotSampled(first)
        .localNotSampled(localNotSampled)
        .localSampled(localSampled)
        .remoteNotSampled(remoteNotSampled)
        .remoteSampled(remoteSampled);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "p:8, p:8",
    "th:8, th:8",
    "th:0, th:0",
    "th:80000000000001, ''",
    "th:c, ''",
    "th:c;p:8, p:8",
    "th:, ''",
    "th:X;p:8, p:8",
    "th:c;rv:c0000000000000, th:c;rv:c0000000000000",
    "th:8;rv:7fffffffffffff, rv:7fffffffffffff",
    "th:8;rv:7fff, th:8;rv:7fff"
  })
  void parentBased_ofASampledRemoteParent_erasesAThresholdThatContradictsIt(
      String ot, String expected) {
    SpanStart span = ROOT.under(true, ot);

    assertThat(span.otAfter(Sampler.parentBased(Sampler.alwaysOff()))).isEqualTo(expected);
    assertThat(span.decidedBy(Sampler.parentBased(Sampler.alwaysOff()))).isEqualTo(SAMPLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"th:8", "th:c"})
  void parentBased_ofAnUnsampledParent_erasesItsThreshold(String ot) {
    Sampler sampler = Sampler.parentBased(Sampler.alwaysOn());

    assertThat(ROOT.under(false, ot + ";p:8").otAfter(sampler)).isEqualTo("p:8");
    assertThat(ROOT.within(false, ot).otAfter(sampler)).isEmpty();
  }

  @Test
  void parentBased_ofASampledLocalParent_keepsItsTraceState() {
    SpanStart span = ROOT.within(true, "th:8;rv:80000000000000");

    Sampling sampling = span.askedOf(Sampler.parentBased(Sampler.alwaysOff()));

    assertThat(sampling.state().apply(span.parent().getTraceState()))
        .isSameAs(span.parent().getTraceState());
  }

  @Test
  void parentBased_overAWholeTrace_keepsOneThreshold() {
    Sampler sampler = Sampler.parentBased(Sampler.ratio(0.25));
    SpanStart root = SpanStart.root(0xc0000000000000L);
    SpanStart child = root.within(root.askedOf(sampler));
    SpanStart elsewhere = child.under(true, child.otAfter(sampler));

    assertThat(root.otAfter(sampler)).isEqualTo("th:c");
    assertThat(child.otAfter(sampler)).isEqualTo("th:c");
    assertThat(elsewhere.otAfter(sampler)).isEqualTo("th:c");
  }

  /** Where the peer writes thresholds, too, there is nothing to compare: its samplers do not. */
  @Test
  void samplers_besideThoseOfTheSdk_decideAlike() {
    io.opentelemetry.sdk.trace.samplers.Sampler theirOn =
        io.opentelemetry.sdk.trace.samplers.Sampler.alwaysOn();
    io.opentelemetry.sdk.trace.samplers.Sampler theirOff =
        io.opentelemetry.sdk.trace.samplers.Sampler.alwaysOff();
    List<io.opentelemetry.sdk.trace.samplers.Sampler> theirConstants = List.of(theirOn, theirOff);
    List<Sampler> ourConstants = List.of(Sampler.alwaysOn(), Sampler.alwaysOff());
    SplittableRandom random = new SplittableRandom(44);

    int sampled = 0;
    for (int program = 0; program < 10_000; program++) {
      int[] cases = random.ints(5, 0, 2).toArray();
      SpanStart span = random(random);
      var theirs =
          io.opentelemetry.sdk.trace.samplers.Sampler.parentBasedBuilder(
                  theirConstants.get(cases[0]))
              .setRemoteParentSampled(theirConstants.get(cases[1]))
              .setRemoteParentNotSampled(theirConstants.get(cases[2]))
              .setLocalParentSampled(theirConstants.get(cases[3]))
              .setLocalParentNotSampled(theirConstants.get(cases[4]))
              .build();
      Sampler ours =
          Sampler.parentBased(ourConstants.get(cases[0]))
              .remoteSampled(ourConstants.get(cases[1]))
              .remoteNotSampled(ourConstants.get(cases[2]))
              .localSampled(ourConstants.get(cases[3]))
              .localNotSampled(ourConstants.get(cases[4]));
      boolean custom = random.nextBoolean();
      if (!custom) {
        theirs =
            io.opentelemetry.sdk.trace.samplers.Sampler.parentBased(theirConstants.get(cases[0]));
        ours = Sampler.parentBased(ourConstants.get(cases[0]));
      }

      SamplingResult expected =
          theirs.shouldSample(
              Context.root().with(Span.wrap(span.parent())),
              span.traceId(),
              span.name(),
              span.kind(),
              Attributes.empty(),
              List.of());

      Sampling actual = span.askedOf(ours);
      assertThat(actual.decision() == SAMPLE)
          .as("program %s, %s for %s", program, ours, span)
          .isEqualTo(expected.getDecision() == SamplingDecision.RECORD_AND_SAMPLE);
      assertThat(actual.state().apply(span.parent().getTraceState()))
          .isEqualTo(expected.getUpdatedTraceState(span.parent().getTraceState()));
      sampled += actual.decision() == SAMPLE ? 1 : 0;
    }
    assertThat(sampled).isBetween(3_000, 7_000);
  }

  private static SpanStart random(SplittableRandom random) {
    SpanStart root = SpanStart.root(random.nextLong());
    String ot = random.nextBoolean() ? "" : "p:8";
    boolean sampled = random.nextBoolean();
    return switch (random.nextInt(3)) {
      case 0 -> root;
      case 1 -> root.under(sampled, ot);
      default -> root.within(sampled, ot);
    };
  }

  @Test
  void toString_tellsTheCasesThatWereSet() {
    assertThat(Sampler.parentBased(Sampler.ratio(0.1))).hasToString("parentBased(ratio(0.1))");
    assertThat(
            Sampler.parentBased(Sampler.rateLimited(5))
                .remoteSampled(Sampler.alwaysOff())
                .localNotSampled(Sampler.alwaysRecord(Sampler.alwaysOff())))
        .hasToString(
            "parentBased(rateLimited(5.0, alwaysOn)).remoteSampled(alwaysOff)"
                + ".localNotSampled(alwaysRecord(alwaysOff))");
  }
}
