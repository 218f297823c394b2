package io.obs4j.tracing;

import static io.obs4j.tracing.SpanStart.state;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtEntryTest {

  private static final long TRACE_ID_LOW = 0xff00_0000_0000_0001L;

  @ParameterizedTest
  @CsvSource({
    "th:0, 0",
    "th:8, 80000000000000",
    "th:00f, 00f00000000000",
    "th:e66600, e6660000000000",
    "th:fffffffffffffe, fffffffffffffe",
    "p:8;th:c;rv:00000000000001, c0000000000000",
    "xth:1;th:c, c0000000000000",
    ";th:c, c0000000000000",
    "th:c;th:8, c0000000000000"
  })
  void threshold_wellFormed_isRead(String ot, String expected) {
    assertThat(OtEntry.threshold(state(ot))).isEqualTo(Long.parseLong(expected, 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "th:",
        "th:;p:8",
        "th:E6",
        "th:g",
        "th:-1",
        "th:0x8",
        "th:8 8",
        "th:8:8",
        "th:@",
        "th:`",
        "th:000000000000001"
      })
  void threshold_notOneToFourteenLowerCaseDigits_isMalformed(String ot) {
    assertThat(OtEntry.threshold(state(ot))).isEqualTo(OtEntry.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p:8", "xth:8", "rv:th", "th", "TH:8", " th:8"})
  void threshold_ofOtherSubKeys_isAbsent(String ot) {
    assertThat(OtEntry.threshold(state(ot))).isEqualTo(OtEntry.ABSENT);
  }

  @Test
  void threshold_ofAnotherVendor_isAbsent() {
    assertThat(OtEntry.threshold(TraceState.builder().put("vendor", "th:8").build()))
        .isEqualTo(OtEntry.ABSENT);
  }

  @ParameterizedTest
  @CsvSource({
    "rv:6e6d1a75832a2f, 6e6d1a75832a2f",
    "th:8;rv:00000000000000, 0",
    "rv:ffffffffffffff;th:8, ffffffffffffff"
  })
  void randomness_explicit_isRead(String ot, String expected) {
    assertThat(OtEntry.randomness(state(ot), TRACE_ID_LOW)).isEqualTo(Long.parseLong(expected, 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rv:",
        "rv:1",
        "rv:6e6d1a75832a2",
        "rv:6e6d1a75832a2f0",
        "rv:6E6D1A75832A2F",
        "rv:6e6d1a75832a2g",
        "th:8",
        "xrv:6e6d1a75832a2f"
      })
  void randomness_notFourteenLowerCaseDigits_isThatOfTheTraceId(String ot) {
    assertThat(OtEntry.randomness(state(ot), TRACE_ID_LOW)).isEqualTo(1);
  }

  @Test
  void randomness_withoutTraceState_isTheLow56BitsOfTheTraceId() {
    assertThat(OtEntry.randomness(TraceState.getDefault(), -1)).isEqualTo((1L << 56) - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "'', th:c",
    "th:8, th:c",
    "th:c, th:c",
    "th:c00, th:c00",
    "p:8;r:62, p:8;r:62;th:c",
    "p:8;th:7;r:62, p:8;r:62;th:c",
    "th:8;rv:6e6d1a75832a2f, rv:6e6d1a75832a2f;th:c",
    "th:8;p:8;th:0, p:8;th:c",
    "th:X, th:c",
    ";;p:8;, p:8;th:c",
    "xth:8, xth:8;th:c",
    "free text, free text;th:c"
  })
  void withThreshold_keepsTheOtherSubKeys(String ot, String expected) {
    Threshold threshold = Threshold.of(0.25);

    assertThat(threshold.apply(state(ot)).get("ot")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "th:8, ",
    "th:, ",
    "th:8;, ",
    "p:8;th:7;r:62, p:8;r:62",
    "th:7;rv:6e6d1a75832a2f, rv:6e6d1a75832a2f"
  })
  void withoutThreshold_keepsTheOtherSubKeys(String ot, String expected) {
    TraceState erased = OtEntry.withoutThreshold(state(ot));

    assertThat(erased.get("ot")).isEqualTo(expected);
    assertThat(erased.isEmpty()).isEqualTo(expected == null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"th:c", "th:c0", "p:8;th:c"})
  void withThreshold_ofTheSameValue_isTheSameTraceState(String ot) {
    TraceState state = state(ot);

    assertThat(Threshold.of(0.25).apply(state)).isSameAs(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "p:8", "xth:8"})
  void withoutThreshold_whereThereIsNone_isTheSameTraceState(String ot) {
    TraceState state = state(ot);

    assertThat(OtEntry.withoutThreshold(state)).isSameAs(state);
    assertThat(ParentThreshold.ERASED.apply(state)).isSameAs(state);
  }

  @Test
  void withThreshold_ofARoot_isSharedByAllRoots() {
    Threshold threshold = Threshold.of(0.25);

    assertThat(threshold.apply(TraceState.getDefault()))
        .isSameAs(threshold.apply(TraceState.getDefault()));
  }

  @Test
  void withThreshold_upTo256Characters_isAdded() {
    String others = "p:" + "8".repeat(256 - ";th:c".length() - "p:".length());

    assertThat(Threshold.of(0.25).apply(state(others)).get("ot"))
        .isEqualTo(others + ";th:c")
        .hasSize(256);
  }

  @Test
  void withThreshold_beyond256Characters_erasesTheOldOneAndKeepsTheOthers() {
    String others = "p:" + "8".repeat(256 - ";th:c".length() - "p:".length());

    assertThat(Threshold.of(0.1).apply(state(others + ";th:c")).get("ot")).isEqualTo(others);
  }

  /** As the API keeps a trace state, and as a propagator has read it. */
  private static Stream<TraceState> eachKindOf(String header) {
    TraceStateBuilder builder = TraceState.builder();
    List<String> members = new ArrayList<>(List.of(header.split(",", -1)));
    Collections.reverse(members);
    members.forEach(
        member -> {
          int equals = member.indexOf('=');
          builder.put(member.substring(0, equals), member.substring(equals + 1));
        });
    return Stream.of(builder.build(), W3CTraceState.parse(header));
  }

  static Stream<TraceState> inTheMiddle() {
    return eachKindOf("a=1,b=2,ot=th:8,c=3");
  }

  @ParameterizedTest
  @MethodSource("inTheMiddle")
  void withThreshold_movesTheEntryToTheFrontAndKeepsTheOrderOfTheOthers(TraceState state) {
    assertThat(Threshold.of(0.25).apply(state).asMap().keySet())
        .containsExactly("ot", "a", "b", "c");
    assertThat(OtEntry.withoutThreshold(state).asMap().keySet()).containsExactly("a", "b", "c");
  }

  static Stream<TraceState> fullWithTheEntry() {
    return eachKindOf(thirtyOne() + "ot=th:8");
  }

  @ParameterizedTest
  @MethodSource("fullWithTheEntry")
  void withThreshold_inAFullTraceState_replacesItsOwnEntry(TraceState full) {
    TraceState changed = Threshold.of(0.25).apply(full);

    assertThat(full.size()).isEqualTo(32);
    assertThat(changed.size()).isEqualTo(32);
    assertThat(changed.get("ot")).isEqualTo("th:c");
    assertThat(OtEntry.withoutThreshold(full).size()).isEqualTo(31);
  }

  static Stream<TraceState> fullOfOthers() {
    return eachKindOf(thirtyOne() + "last=th:8");
  }

  @ParameterizedTest
  @MethodSource("fullOfOthers")
  void withThreshold_inATraceStateFullOfOthers_givesUpTheRightmost(TraceState full) {
    TraceState changed = Threshold.of(0.25).apply(full);

    assertThat(full.size()).isEqualTo(32);
    assertThat(changed.size()).isEqualTo(32);
    assertThat(changed.get("ot")).isEqualTo("th:c");
    assertThat(changed.get("last")).isNull();
    assertThat(changed.get("v0")).isEqualTo("0");
  }

  private static String thirtyOne() {
    return IntStream.range(0, 31).mapToObj(i -> "v" + i + "=" + i + ",").collect(joining());
  }
}
