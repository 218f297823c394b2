package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.AnyValueText;
import io.obs4j.judges.SilentLogger;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a span holds stays within its limits and its budget, and what it drops is counted. */
class SpanBudgetTest {

  private static final int BUDGET = 20_000;

  private final Diagnostics diagnostics = Diagnostics.loggingTo(new SilentLogger());
  private final List<SpanRecord> ended = new ArrayList<>();

  private Tracing tracing(SpanLimits limits) {
    Tracing tracing = Tracing.builder().limits(limits).diagnostics(diagnostics).build();
    tracing.spans().subscribe(ended::add);
    return tracing;
  }

  private Span span(SpanLimits limits) {
    return tracing(limits).tracerProvider().get("scope").spanBuilder("name").startSpan();
  }

  private Span spanWithBudget() {
    return span(new SpanLimits(100_000, 100_000, 100_000, 128, 128, Integer.MAX_VALUE, BUDGET));
  }

  private SpanRecord end(Span span) {
    span.end();
    return ended.get(ended.size() - 1);
  }

  private long dropped(String item) {
    return diagnostics
        .metrics()
        .counter(
            "obs.tracing.dropped",
            "{item}",
            "What the limits of a span left out of it.",
            Attributes.of(AttributeKey.stringKey("item"), item))
        .longValue();
  }

  @Test
  void setAttribute_oneNameAMillionTimes_holdsTheLastAndLittleElse() {
    Span span = span(SpanLimits.DEFAULT);
    int heaviest = 0;
    for (int i = 0; i < 1_000_000; i++) {
      span.setAttribute("progress", i);
      heaviest = Math.max(heaviest, ((SpanRecord) span).weight());
    }
    SpanRecord record = end(span);

    assertThat(heaviest).isLessThan(SpanLimits.DEFAULT.slack() + 1_000);
    assertThat(record.attributes())
        .isEqualTo(Attributes.builder().put("progress", 999_999).build());
    assertThat(record.droppedAttributes()).isZero();
  }

  @Test
  void builder_oneNameAMillionTimes_holdsTheLast() {
    SpanBuilder builder =
        tracing(SpanLimits.DEFAULT).tracerProvider().get("scope").spanBuilder("name");
    for (int i = 0; i < 1_000_000; i++) {
      builder.setAttribute("progress", i);
    }
    Span span = builder.startSpan();

    assertThat(((SpanRecord) span).weight()).isLessThan(SpanLimits.DEFAULT.slack() + 1_000);
    assertThat(end(span).attributes())
        .isEqualTo(Attributes.builder().put("progress", 999_999).build());
  }

  @Test
  void attributes_beyondTheLimit_areDroppedAndCounted() {
    Span span = span(SpanLimits.builder().attributes(3).build());
    for (int i = 0; i < 1_000; i++) {
      span.setAttribute("name" + i, "value");
    }
    span.setAttribute("name1", "again");
    SpanRecord record = end(span);

    assertThat(record.attributes())
        .isEqualTo(
            Attributes.builder()
                .put("name0", "value")
                .put("name1", "again")
                .put("name2", "value")
                .build());
    assertThat(record.droppedAttributes()).isEqualTo(997);
    assertThat(dropped("attribute")).isEqualTo(997);
    // Reading again counts nothing again.
    assertThat(record.droppedAttributes()).isEqualTo(997);
    assertThat(dropped("attribute")).isEqualTo(997);
  }

  @Test
  void events_beyondTheLimit_areDroppedAndCounted() {
    Span span = span(SpanLimits.builder().events(2).build());
    for (int i = 0; i < 1_000; i++) {
      span.addEvent("event" + i);
      span.recordException(new IllegalStateException());
    }
    SpanRecord record = end(span);

    assertThat(record.events()).extracting("name").containsExactly("event0", "exception");
    assertThat(record.droppedEvents()).isEqualTo(1_998);
    assertThat(dropped("event")).isEqualTo(1_998);
  }

  @Test
  void links_beyondTheLimit_areDroppedAndCounted() {
    Span span = span(SpanLimits.builder().links(2).build());
    SpanContext other = NonRecordingSpan.of(span.getSpanContext());
    for (int i = 0; i < 500; i++) {
      span.addLink(other, Attributes.builder().put("i", i).build());
    }
    SpanRecord record = end(span);

    assertThat(record.links()).hasSize(2);
    assertThat(record.droppedLinks()).isEqualTo(498);
    assertThat(dropped("link")).isEqualTo(498);
  }

  @Test
  void link_toASpan_keepsItsIdsAlone() {
    Span span = span(SpanLimits.DEFAULT);
    Span other = span(SpanLimits.DEFAULT);
    span.addLink(other.getSpanContext());

    SpanContext target = end(span).links().get(0).target();

    assertThat(target).isNotSameAs(other).isInstanceOf(NonRecordingSpan.class);
    assertThat(target).isEqualTo(other.getSpanContext());
  }

  @Test
  void link_moreAttributesThanAllowed_saysHowMany() {
    Span span = span(SpanLimits.builder().attributesPerLink(1).attributesPerEvent(2).build());
    Attributes three = Attributes.builder().put("a", 1).put("b", 2).put("c", 3).build();
    span.addLink(NonRecordingSpan.of(span.getSpanContext()), three).addEvent("event", three);
    SpanRecord record = end(span);

    assertThat(record.links().get(0).attributes().size()).isEqualTo(1);
    assertThat(record.links().get(0).droppedAttributes()).isEqualTo(2);
    assertThat(record.events().get(0).droppedAttributes()).isEqualTo(1);
  }

  @Test
  void budget_manyAttributes_keepsTheFirstThatFitAndCountsTheOthers() {
    Span span = spanWithBudget();
    int heaviest = 0;
    for (int i = 0; i < 10_000; i++) {
      span.setAttribute("name" + i, "value");
      heaviest = Math.max(heaviest, ((SpanRecord) span).weight());
    }
    SpanRecord record = end(span);

    int kept = record.attributes().size();
    assertThat(kept).isBetween(BUDGET / 100, BUDGET / 40);
    assertThat(record.droppedAttributes()).isEqualTo(10_000 - kept);
    assertThat(record.attributes().get(AttributeKey.stringKey("name0"))).isEqualTo("value");
    assertThat(heaviest).isLessThanOrEqualTo(BUDGET + 4_096 + 200);
    assertThat(record.weight()).isBetween(BUDGET - 200, BUDGET + 200);
  }

  @Test
  void budget_oneHugeValue_isNotHeldEvenForAMoment() {
    Span span = spanWithBudget();
    span.setAttribute("small", "value");
    span.setAttribute("huge", "x".repeat(1_000_000));

    assertThat(((SpanRecord) span).weight()).isLessThan(1_000);

    span.addEvent("huge", Attributes.builder().put("a", "x".repeat(1_000_000)).build());
    span.setAttribute(
        AttributeKey.stringArrayKey("huge"), List.of("x".repeat(500_000), "y".repeat(500_000)));
    SpanRecord record = end(span);

    assertThat(record.attributes()).isEqualTo(Attributes.builder().put("small", "value").build());
    assertThat(record.droppedAttributes()).isEqualTo(2);
    assertThat(record.droppedEvents()).isEqualTo(1);
  }

  @Test
  void budget_replacedBySmaller_givesItsRoomBack() {
    Span span = spanWithBudget();
    for (int i = 0; i < 100; i++) {
      span.setAttribute("a", "x".repeat(15_000));
      span.setAttribute("a", "x");
      span.setAttribute("b", "y".repeat(15_000));
      span.setAttribute("b", "y");
    }
    SpanRecord record = end(span);

    assertThat(record.attributes())
        .isEqualTo(Attributes.builder().put("a", "x").put("b", "y").build());
    assertThat(record.droppedAttributes()).isZero();
  }

  @Test
  void budget_nameAndDescription_areCutToWhatIsLeft() {
    Span span = spanWithBudget();
    span.updateName("n".repeat(1_000_000)).setStatus(StatusCode.ERROR, "d".repeat(1_000_000));
    SpanRecord record = end(span);

    assertThat(record.name()).hasSize(SpanLimits.LONGEST_NAME);
    assertThat(record.statusDescription()).hasSize(BUDGET);
  }

  @Test
  void budget_usedUp_leavesTheSpanItsName() {
    Span span = spanWithBudget();
    span.setAttribute("a", "x".repeat(BUDGET - Entry.OVERHEAD - 1)).setAttribute("b", "y");
    span.updateName("other");
    SpanRecord record = end(span);

    assertThat(record.droppedAttributes()).isEqualTo(1);
    assertThat(record.name()).isEqualTo("other");
  }

  @Test
  void firstName_enormous_isCut() {
    Span span =
        tracing(SpanLimits.DEFAULT)
            .tracerProvider()
            .get("scope")
            .spanBuilder("n".repeat(1 << 20))
            .startSpan();

    assertThat(((SpanRecord) span).weight()).isBetween(1_100, 1_300);
    assertThat(end(span).name()).isEqualTo("n".repeat(SpanLimits.LONGEST_NAME));
  }

  @Test
  void weight_bareSpan_isItsOwnWithNameAndTraceState() {
    TraceState state = W3CTraceState.parse("k=" + "v".repeat(200));
    SpanContext parent = NonRecordingSpan.remote(1, 2, 3, TraceFlags.getSampled(), state);
    SpanBuilder builder = tracing(SpanLimits.DEFAULT).tracerProvider().get("s").spanBuilder("name");
    int without = ((SpanRecord) builder.setNoParent().startSpan()).weight();
    Context context = Context.root().with(Span.wrap(parent));
    int with = ((SpanRecord) builder.setParent(context).startSpan()).weight();

    assertThat(without).isBetween(100, 200);
    assertThat(with - without).isBetween(200, 300);
  }

  /** Depth 64 is what exporters write; a stack would not do for a hundred thousand. */
  @ParameterizedTest
  @CsvSource({"63,false", "64,false", "65,true", "100000,true"})
  void value_ofValuesWithinEachOther_isCutBelow64(int depth, boolean cut) {
    AttributeKey<Value<?>> key = AttributeKey.valueKey("deep");
    for (boolean map : new boolean[] {false, true}) {
      Value<?> value = Value.of("core");
      for (int i = 0; i < depth; i++) {
        value = map ? Value.of(KeyValue.of("k", value)) : Value.of(List.of(value));
      }
      Span span = spanWithBudget();
      span.setAttribute(key, value).setAttribute("small", "value");
      SpanRecord record = end(span);

      assertThat(record.attributes().size()).isEqualTo(2);
      assertThat(record.weight()).isLessThan(10_000);
      assertThat(AnyValueText.of(record.attributes().asMap().get(key)))
          .contains(cut ? "..." : "core")
          .doesNotContain(cut ? "core" : "...");
    }
  }

  @Test
  void list_thatCannotBeRead_isLeftOut() {
    List<String> list = new ArrayList<>(List.of("a", "b", "c"));
    List<String> stale = list.subList(0, 2);
    list.add("d");
    Span span = spanWithBudget();
    span.setAttribute(AttributeKey.stringArrayKey("stale"), stale).setAttribute("a", "b");

    assertThat(end(span).attributes()).isEqualTo(Attributes.builder().put("a", "b").build());
  }

  @Test
  void budget_manyExceptions_shareWhatIsLeftForTheirText() {
    Span span = span(new SpanLimits(128, 128, 128, 128, 128, Integer.MAX_VALUE, 65_536));
    Throwable deep = new IllegalStateException("deep");
    for (int i = 0; i < 50; i++) {
      deep = new IllegalStateException("deep " + i, deep);
    }
    for (int i = 0; i < 50; i++) {
      span.recordException(deep);
    }
    SpanRecord record = end(span);

    long text =
        record.events().stream()
            .mapToLong(
                event ->
                    event.attributes().asMap().values().stream()
                        .mapToLong(value -> value.toString().length())
                        .sum())
            .sum();
    assertThat(record.events()).hasSize(50);
    assertThat(text).isBetween(30_000L, 65_536L);
  }

  @Test
  void valueLength_textsOfAllKinds_areCutAtWholeCharacters() {
    Span span = span(SpanLimits.builder().valueLength(3).build());
    span.setAttribute("a", "abcdef").setAttribute("b", "ab\uD83D\uDE00cd").setAttribute("c", "abc");
    SpanRecord record = end(span);

    assertThat(record.attributes())
        .isEqualTo(Attributes.builder().put("a", "abc").put("b", "ab").put("c", "abc").build());
  }

  @Test
  void manyNames_moreThanAreComparedOneByOne_areAllFound() {
    Span span = span(SpanLimits.DEFAULT);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100; i++) {
        span.setAttribute("name" + i, round * 1_000 + i);
      }
    }
    SpanRecord record = end(span);

    assertThat(record.attributes().size()).isEqualTo(100);
    record
        .attributes()
        .forEach(
            (key, value) ->
                assertThat(value).isEqualTo(2_000L + Long.parseLong(key.getKey().substring(4))));
  }
}
