package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.Allocations;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What spans allocate on the thread that records them. */
class SpanCostTest {

  private static final Attributes FACTS =
      Attributes.of(AttributeKey.stringKey("k"), "v", AttributeKey.longKey("l"), 1L);

  private static final Attributes MANY_FACTS =
      FACTS.toBuilder().put("m", "v").put("n", "v").put("o", 1.5).put("p", true).build();

  private final Tracer tracer = Tracing.create().tracerProvider().get("scope");
  private final Tracer unsampled =
      Tracing.builder().sampler(Sampler.alwaysOff()).build().tracerProvider().get("scope");

  private static Span threeAttributesAndAnEvent(Tracer tracer) {
    Span span = tracer.spanBuilder("name").startSpan();
    span.setAttribute("http.request.method", "GET");
    span.setAttribute("http.route", "/orders");
    span.setAttribute("server.address", "localhost");
    span.addEvent("event");
    span.end();
    return span;
  }

  private static Span current(Tracer tracer) {
    Span span = tracer.spanBuilder("name").startSpan();
    try (Scope scope = span.makeCurrent()) {
      Allocations.sink = scope;
    }
    span.end();
    return span;
  }

  private static void assertTakesAtMost(double bytes, Supplier<Object> call) {
    assertThat(Allocations.perCall(call, bytes)).isLessThanOrEqualTo(bytes);
  }

  /** 240 bytes, and 40 for the builder where HotSpot finds the chain too long to see through. */
  @Test
  void span_threeAttributesAndAnEvent_takesAtMost280Bytes() {
    assertTakesAtMost(280, () -> threeAttributesAndAnEvent(tracer));
  }

  @Test
  void bareSpan_takesItselfAndItsEnd() {
    assertTakesAtMost(
        80 + 32,
        () -> {
          Span span = tracer.spanBuilder("name").startSpan();
          span.end();
          return span;
        });
  }

  /** And 40 for the builder where HotSpot finds the chain too long to see through. */
  @Test
  void attributesInTheBuilder_takeTheEntriesAlone() {
    assertTakesAtMost(
        80 + 2 * 32 + 40,
        () -> tracer.spanBuilder("name").setAttribute("a", "b").setAttribute("c", "d").startSpan());
  }

  /** One, however many they are, and what looks at them first. */
  @Test
  void attributesTogetherInTheBuilder_takeOneEntry() {
    assertTakesAtMost(
        80 + 24 + 24 + 40,
        () -> tracer.spanBuilder("name").setAllAttributes(MANY_FACTS).startSpan());
  }

  @Test
  void unsampledSpan_takesItselfAlone() {
    assertTakesAtMost(
        48,
        () -> {
          Span span = unsampled.spanBuilder("name").startSpan();
          span.setAttribute("a", "b").setAttribute("c", 1).setAttribute("d", true);
          span.setAttribute("e", 1.5).setAllAttributes(FACTS).addEvent("event");
          span.end();
          return span;
        });
  }

  @Test
  void makeCurrent_takesANodeAndTheScopeOfTheApi() {
    assertTakesAtMost(80 + 32 + 24 + 32, () -> current(tracer));
    assertTakesAtMost(40 + 24 + 32, () -> current(unsampled));
  }

  @Test
  void storeInContext_nested_takesOneNode() {
    Span outer = tracer.spanBuilder("outer").startSpan();
    Span inner = tracer.spanBuilder("inner").startSpan();
    Context context = Context.root().with(outer);

    assertTakesAtMost(24, () -> context.with(inner));
  }

  @Test
  void recordException_takesLessThanATenthOfTheSdk() {
    Exception exception = new IllegalStateException("planted");
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(InMemorySpanExporter.create()))
            .build();
    Tracer theirs = provider.get("scope");
    double theirBytes =
        Allocations.perCall(
            () -> theirs.spanBuilder("name").startSpan().recordException(exception));

    assertTakesAtMost(
        Math.min(0.1 * theirBytes, 1_000),
        () -> tracer.spanBuilder("name").startSpan().recordException(exception));
    provider.close();
  }

  /** One by one: what HotSpot inlines of a longer chain is up to its release. */
  private void assertMutatorTakesAtMost(double bytes, UnaryOperator<Span> mutator) {
    assertTakesAtMost(80 + bytes, () -> mutator.apply(tracer.spanBuilder("name").startSpan()));
  }

  @Test
  void everyMutator_takesOneEntry() {
    Exception exception = new IllegalStateException("planted");
    SpanContext linked = tracer.spanBuilder("linked").startSpan().getSpanContext();

    assertMutatorTakesAtMost(32, span -> span.setAttribute("a", "b"));
    assertMutatorTakesAtMost(32, span -> span.setAttribute("c", true));
    assertMutatorTakesAtMost(32, span -> span.setAttribute("d", 1));
    assertMutatorTakesAtMost(32, span -> span.setAttribute("e", 1.5));
    // Where the compiler does not see through the walk over the attributes, that is an object more.
    assertMutatorTakesAtMost(40 + 24, span -> span.addEvent("event", FACTS));
    assertMutatorTakesAtMost(40, span -> span.recordException(exception));
    assertMutatorTakesAtMost(32 + 40, span -> span.addLink(linked));
    assertMutatorTakesAtMost(24, span -> span.updateName("other"));
  }
}
