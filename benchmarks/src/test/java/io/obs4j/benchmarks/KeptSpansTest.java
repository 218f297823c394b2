package io.obs4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeptSpansTest {

  /** A child of a span, as one side makes it. */
  private static final Consumer<Tracer> RIGHT =
      tracer -> child(tracer, "a", "key", "value", "event", Attributes.empty());

  static List<Consumer<Tracer>> wrong() {
    return List.of(
        tracer -> child(tracer, "A", "key", "value", "event", Attributes.empty()),
        tracer -> child(tracer, "a", "Key", "value", "event", Attributes.empty()),
        tracer -> child(tracer, "a", "key", "Value", "event", Attributes.empty()),
        tracer -> child(tracer, "a", "key", "value", "Event", Attributes.empty()),
        tracer -> child(tracer, "a", "key", "value", "event", Labels.attributes("a", "b", "c")),
        tracer -> {
          tracer.spanBuilder("parent").startSpan().end();
          Span orphan = tracer.spanBuilder("a").startSpan();
          orphan.setAttribute("key", "value").addEvent("event").end();
        },
        RIGHT.andThen(RIGHT));
  }

  @Test
  void samples_ofTheSameSpans_areEqualOnBothSides() {
    assertThat(faults(RIGHT)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void samples_ofOtherSpans_differ(Consumer<Tracer> work) {
    assertThat(faults(work)).hasSize(1);
  }

  private static List<String> faults(Consumer<Tracer> theirs) {
    KeptSpans ours = new KeptSpans();
    RIGHT.accept(SpanTracers.ours(ours::keep));
    KeptSpans openTelemetry = new KeptSpans();
    theirs.accept(SpanTracers.openTelemetry(span -> openTelemetry.keep(span.toSpanData())));
    return Equivalence.faults(
        "q",
        List.of(
            new Outcome("ours", ours.samples()),
            new Outcome("opentelemetry", openTelemetry.samples())));
  }

  private static void child(
      Tracer tracer, String name, String key, String value, String event, Attributes attributes) {
    Span parent = tracer.spanBuilder("parent").startSpan();
    Span span = tracer.spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
    span.setAttribute(key, value).addEvent(event, attributes).end();
    parent.end();
  }
}
