package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A context with a span of ours behaves as any other. */
class SpanNodeTest {

  private static final ContextKey<String> KEY = ContextKey.named("key");

  private final Span span = Tracing.create().tracerProvider().get("s").spanBuilder("a").startSpan();
  private final Span other =
      Tracing.create().tracerProvider().get("s").spanBuilder("b").startSpan();

  @Test
  void with_aSpan_findsItAndWhatWasBeneath() {
    Context context = Context.root().with(KEY, "value").with(span);

    assertThat(Span.fromContext(context)).isSameAs(span);
    assertThat(Span.fromContextOrNull(context)).isSameAs(span);
    assertThat(context.get(KEY)).isEqualTo("value");
    assertThat(context.get(ContextKey.<String>named("key"))).isNull();
  }

  @Test
  void with_manySpans_holdsTheLastAlone() {
    Context context = Context.root().with(KEY, "value");
    for (int i = 0; i < 1_000; i++) {
      context = context.with(i % 2 == 0 ? span : other).with(KEY, "value " + i);
    }

    assertThat(Span.fromContext(context)).isSameAs(other);
    assertThat(context.get(KEY)).isEqualTo("value 999");
    assertThat(context.toString()).hasSizeLessThan(2_000);
  }

  @Test
  void with_aForeignSpan_replacesOurs() {
    Span foreign =
        Span.wrap(
            io.opentelemetry.api.trace.SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault()));

    assertThat(Span.fromContext(Context.root().with(span).with(foreign))).isSameAs(foreign);
    assertThat(Span.fromContext(Context.root().with(foreign).with(span))).isSameAs(span);
    assertThat(Span.fromContext(Context.root().with(span).with(Span.getInvalid())))
        .isSameAs(Span.getInvalid());
  }

  @Test
  void makeCurrent_nested_restoresWhatWasBefore() {
    try (Scope baggage = Baggage.builder().put("k", "v").build().makeCurrent();
        Scope outer = span.makeCurrent()) {
      assertThat(List.of(baggage, outer)).doesNotContainNull();
      try (Scope inner = other.makeCurrent()) {
        assertThat(inner).isNotNull();
        assertThat(Span.current()).isSameAs(other);
        assertThat(Baggage.current().getEntryValue("k")).isEqualTo("v");
      }
      assertThat(Span.current()).isSameAs(span);
    }
    assertThat(Span.current()).isSameAs(Span.getInvalid());
  }

  @Test
  void wrap_aTask_runsItInTheContext() {
    Context context = Context.root().with(span);
    List<Span> seen = new ArrayList<>();

    Runnable task = () -> seen.add(Span.current());
    context.wrap(task).run();

    assertThat(seen).containsExactly(span);
  }

  @Test
  void storeInContext_null_startsFromTheRoot() {
    assertThat(Span.fromContext(span.storeInContext(null))).isSameAs(span);
  }

  @Test
  void randomSequences_findTheSameAsInTheDefaultContext() {
    List<ContextKey<Object>> keys =
        List.of(ContextKey.named("a"), ContextKey.named("b"), ContextKey.named("c"));
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 500; round++) {
      Context ours = Context.root();
      Context defaults = Context.root();
      Span current = Span.getInvalid();
      for (int i = 0; i < 20; i++) {
        if (random.nextInt(3) == 0) {
          current = random.nextBoolean() ? span : other;
          ours = ours.with(current);
        } else {
          ContextKey<Object> key = keys.get(random.nextInt(3));
          Object value = random.nextInt();
          ours = ours.with(key, value);
          defaults = defaults.with(key, value);
        }
      }
      assertThat(Span.fromContext(ours)).isSameAs(current);
      for (ContextKey<Object> key : keys) {
        assertThat(ours.get(key)).isEqualTo(defaults.get(key));
      }
    }
  }
}
