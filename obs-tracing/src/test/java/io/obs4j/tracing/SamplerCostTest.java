package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.Allocations;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Deciding allocates nothing, unless the trace state of a parent has to be changed. */
class SamplerCostTest {

  private static final String[] NAMES = {"GET /health", "GET /orders", "POST /orders"};

  private final SplittableRandom random = new SplittableRandom(46);
  private final InitialAttributes attributes =
      new Fixed(
          Map.of(
              "url.path",
              "/orders/17",
              "server.port",
              8080L,
              "cached",
              true,
              "tags",
              List.of("a")));

  private record Fixed(Map<String, Object> values) implements InitialAttributes {

    @Override
    public Object get(String key) {
      return values.get(key);
    }

    @Override
    public Attributes all() {
      return Attributes.empty();
    }
  }

  static Stream<Arguments> samplersAndParents() {
    SpanStart root = SpanStart.root(1);
    List<SpanStart> spans =
        List.of(
            root,
            root.under(true, ""),
            root.under(true, "th:0;rv:ffffffffffffff"),
            root.under(false, "p:8"),
            root.within(true, "th:0"),
            root.within(false, ""));
    return Stream.of(
            Sampler.alwaysOn(),
            Sampler.alwaysOff(),
            Sampler.ratio(1),
            Sampler.parentBased(Sampler.ratio(0.5)),
            Sampler.rateLimited(1_000_000, Sampler.parentBased(Sampler.alwaysOn())),
            Sampler.rateLimited(1e-9),
            Sampler.alwaysRecord(Sampler.parentBased(Sampler.alwaysOff())),
            Sampler.parentBased(Sampler.ratio(0.5)).excluding("GET /health*", "url.path=/health"),
            Sampler.rules()
                .drop("GET /health*", "*/a*b*c", "url.path=/health*", "server.port=80*")
                .drop("server.port=81", "cached=false", "tags=b*", "absent=*")
                .drop(SpanMatcher.kind(SpanKind.CLIENT).and(SpanMatcher.name("*")))
                .otherwise(Sampler.alwaysOn()))
        .flatMap(sampler -> spans.stream().map(span -> Arguments.of(sampler, span.parent())));
  }

  @ParameterizedTest
  @MethodSource("samplersAndParents")
  void sample_anyParent_allocatesNothing(Sampler sampler, SpanContext parent) {
    assertThat(Allocations.perCall(() -> decide(sampler, parent))).isZero();
  }

  @Test
  void state_ofARootWithAThreshold_allocatesNothing() {
    Sampler sampler = Sampler.ratio(1);

    assertThat(
            Allocations.perCall(
                () ->
                    decide(sampler, SpanContext.getInvalid())
                        .state()
                        .apply(TraceState.getDefault())))
        .isZero();
  }

  @Test
  void state_thatIsTheParents_allocatesNothing() {
    SpanContext parent = SpanStart.root(1).under(true, "p:8;th:0").parent();
    Sampler follower = Sampler.parentBased(Sampler.alwaysOff());
    Sampler ratio = Sampler.ratio(1);

    assertThat(
            Allocations.perCall(
                () -> decide(follower, parent).state().apply(parent.getTraceState())))
        .isZero();
    assertThat(
            Allocations.perCall(() -> decide(ratio, parent).state().apply(parent.getTraceState())))
        .isZero();
  }

  private Sampling decide(Sampler sampler, SpanContext parent) {
    long traceIdLow = random.nextLong();
    return sampler.sample(
        parent, 1, traceIdLow, NAMES[Math.floorMod(traceIdLow, 3)], SpanKind.SERVER, attributes);
  }
}
