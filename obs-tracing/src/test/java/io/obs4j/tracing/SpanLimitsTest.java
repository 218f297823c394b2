package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.judges.SilentLogger;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanLimitsTest {

  private final Diagnostics diagnostics = Diagnostics.loggingTo(new SilentLogger());

  private SpanLimits read(Map<String, String> variables) {
    return SpanLimits.fromEnvironment(Environment.of(variables, diagnostics));
  }

  @Test
  void fromEnvironment_nothingSet_isTheDefault() {
    assertThat(read(Map.of())).isEqualTo(SpanLimits.DEFAULT);
    assertThat(SpanLimits.DEFAULT)
        .isEqualTo(new SpanLimits(128, 128, 128, 128, 128, Integer.MAX_VALUE, 262_144));
  }

  @Test
  void fromEnvironment_eachVariable_setsItsLimit() {
    assertThat(
            read(
                Map.of(
                    "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "1",
                    "OTEL_SPAN_EVENT_COUNT_LIMIT", "2",
                    "OTEL_SPAN_LINK_COUNT_LIMIT", "3",
                    "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "4",
                    "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", "5",
                    "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "6",
                    "OBS_SPAN_BYTES_LIMIT", "7000")))
        .isEqualTo(new SpanLimits(1, 2, 3, 4, 5, 6, 7_000));
  }

  @Test
  void fromEnvironment_generalLimits_holdWhereNoneIsSetForSpans() {
    assertThat(
            read(
                Map.of(
                    "OTEL_ATTRIBUTE_COUNT_LIMIT", "10",
                    "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "20",
                    "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "30")))
        .isEqualTo(new SpanLimits(10, 128, 128, 30, 10, 20, 262_144));
  }

  @Test
  void fromEnvironment_malformed_isCountedAndTheDefault() {
    assertThat(read(Map.of("OTEL_SPAN_EVENT_COUNT_LIMIT", "-1", "OBS_SPAN_BYTES_LIMIT", "many")))
        .isEqualTo(SpanLimits.DEFAULT);
    assertThat(diagnostics.faultCount(Environment.FAULT)).isEqualTo(2);
  }

  @Test
  void builder_outOfRange_namesValueAndRange() {
    assertThatThrownBy(() -> SpanLimits.builder().events(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("events -1 must be from 0 to 2147483647");
    assertThatThrownBy(() -> SpanLimits.builder().bytes(1_023))
        .hasMessage("bytes 1023 must be from 1024 to 536870912");
  }

  @Test
  void builder_all_setsAll() {
    assertThat(
            SpanLimits.builder()
                .attributes(1)
                .events(2)
                .links(3)
                .attributesPerEvent(4)
                .attributesPerLink(5)
                .valueLength(6)
                .bytes(7_000)
                .build())
        .isEqualTo(new SpanLimits(1, 2, 3, 4, 5, 6, 7_000));
  }
}
