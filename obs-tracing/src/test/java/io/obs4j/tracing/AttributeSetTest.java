package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attributes that a builder is given together are those that it would be given one by one. */
class AttributeSetTest {

  private static final AttributeKey<String> A = AttributeKey.stringKey("a");
  private static final AttributeKey<List<String>> LIST = AttributeKey.stringArrayKey("list");

  static List<Attributes> sets() {
    return List.of(
        Attributes.empty(),
        Attributes.of(A, "of the set"),
        Attributes.builder()
            .put("a", 17)
            .put("b", "a long text")
            .put("c", true)
            .put("d", 1.5)
            .put(AttributeKey.valueKey("value"), Value.of(new byte[] {1, 2, 3, 4, 5}))
            .build(),
        Attributes.builder().put("a", "x").put("b", "y".repeat(2_000)).put("c", "z").build(),
        Attributes.of(A, "x", LIST, List.of("one", "three")),
        mistyped());
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // What callers with raw types may do.
  private static Attributes mistyped() {
    return Attributes.builder().put((AttributeKey) A, (Object) 17L).put("b", "text").build();
  }

  @SuppressWarnings("unchecked") // A key of the API has values of its type.
  private static void setEach(SpanBuilder builder, Attributes set) {
    set.forEach((key, value) -> builder.setAttribute((AttributeKey<Object>) key, value));
  }

  private record Seen(Object a, Object b, Attributes all, SpanRecord span) {}

  private static Seen start(SpanLimits limits, Attributes set, boolean together) {
    List<InitialAttributes> asked = new ArrayList<>();
    SpanBuilder builder =
        Tracing.builder()
            .limits(limits)
            .sampler(
                (parent, high, low, name, kind, attributes) -> {
                  asked.add(attributes);
                  return Sampling.SAMPLE;
                })
            .build()
            .tracerProvider()
            .get("scope")
            .spanBuilder("name")
            .setAttribute("a", "before")
            .setAttribute("first", 1);
    if (together) {
      builder.setAllAttributes(set);
    } else {
      setEach(builder, set);
    }
    builder.setAttribute("b", "after");
    SpanRecord span = (SpanRecord) builder.startSpan();
    InitialAttributes initial = asked.get(0);
    return new Seen(initial.get("a"), initial.get("b"), initial.all(), span);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void setAllAttributes_isAsOneByOne(Attributes set) {
    for (SpanLimits limits :
        List.of(
            SpanLimits.DEFAULT,
            new SpanLimits(3, 1, 1, 1, 1, 4, 262_144),
            new SpanLimits(128, 1, 1, 1, 1, 4_096, 1_024))) {
      Seen together = start(limits, set, true);
      Seen each = start(limits, set, false);

      assertThat(together.a).isEqualTo(each.a);
      assertThat(together.b).isEqualTo(each.b);
      assertThat(together.all).isEqualTo(each.all);
      assertThat(together.span.attributes()).isEqualTo(each.span.attributes());
      assertThat(together.span.droppedAttributes()).isEqualTo(each.span.droppedAttributes());
    }
  }

  @Test
  void setAllAttributes_withAListThatChanges_hasItAsItWas() {
    List<String> list = new ArrayList<>(List.of("one"));
    SpanBuilder builder =
        Tracing.create()
            .tracerProvider()
            .get("scope")
            .spanBuilder("name")
            .setAllAttributes(Attributes.of(LIST, list));
    list.set(0, "another");

    assertThat(((SpanRecord) builder.startSpan()).attributes().get(LIST)).containsExactly("one");
  }

  @Test
  @SuppressWarnings("NullAway") // What callers without NullAway may do.
  void setAllAttributes_null_isIgnored() {
    SpanBuilder builder =
        Tracing.create().tracerProvider().get("scope").spanBuilder("name").setAllAttributes(null);

    assertThat(((SpanRecord) builder.startSpan()).attributes()).isEqualTo(Attributes.empty());
  }
}
