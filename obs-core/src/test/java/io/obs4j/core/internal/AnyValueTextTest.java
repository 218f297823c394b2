package io.obs4j.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of the specification, and values that it has no example of. */
class AnyValueTextTest {

  private static String json(Object value) {
    ByteSink sink = new ByteSink(1);
    AnyValueText.writeJson(sink, value);
    return sink.toString();
  }

  @Test
  void of_plainValues_areTheirText() {
    assertThat(AnyValueText.of("a \"b\"")).isEqualTo("a \"b\"");
    assertThat(AnyValueText.of(Value.of("a \"b\""))).isEqualTo("a \"b\"");
    assertThat(AnyValueText.of(true)).isEqualTo("true");
    assertThat(AnyValueText.of(-123L)).isEqualTo("-123");
    assertThat(AnyValueText.of(1.5)).isEqualTo("1.5");
    assertThat(AnyValueText.of(Value.of(42))).isEqualTo("42");
  }

  @Test
  void of_numbersThatJsonDoesNotHave_areTheirNames() {
    assertThat(AnyValueText.of(Double.NaN)).isEqualTo("NaN");
    assertThat(AnyValueText.of(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
    assertThat(AnyValueText.of(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
  }

  @Test
  void of_bytes_isBase64WithoutQuotes() {
    Value<?> bytes = Value.of("hello world".getBytes(UTF_8));

    assertThat(AnyValueText.of(bytes)).isEqualTo("aGVsbG8gd29ybGQ=");
    assertThat(AnyValueText.of(bytes)).isEqualTo("aGVsbG8gd29ybGQ=");
    assertThat(json(bytes)).isEqualTo("\"aGVsbG8gd29ybGQ=\"");
  }

  @Test
  void of_emptyValue_isEmptyAlone_andNullWithin() {
    assertThat(AnyValueText.of(Value.empty())).isEmpty();
    assertThat(AnyValueText.of(Value.of(List.of(Value.of(3), Value.empty()))))
        .isEqualTo("[3,null]");
  }

  @Test
  void of_lists_areJson() {
    assertThat(AnyValueText.of(List.of())).isEqualTo("[]");
    assertThat(AnyValueText.of(List.of("a", "b\n"))).isEqualTo("[\"a\",\"b\\n\"]");
    assertThat(AnyValueText.of(List.of(1.0, Double.NaN, Double.NEGATIVE_INFINITY)))
        .isEqualTo("[1.0,\"NaN\",\"-Infinity\"]");
    assertThat(AnyValueText.of(Arrays.asList(true, null))).isEqualTo("[true,null]");
  }

  @Test
  void of_maps_areJsonObjectsInWhichTheLastOfOneKeyWins() {
    assertThat(AnyValueText.of(Value.of(new KeyValue[0]))).isEqualTo("{}");
    assertThat(
            AnyValueText.of(
                Value.of(
                    KeyValue.of("a", Value.of(Double.NEGATIVE_INFINITY)),
                    KeyValue.of("b", Value.of(1)),
                    KeyValue.of("b", Value.of(2)),
                    KeyValue.of("\uD800", Value.of("first")),
                    KeyValue.of("\uDFFF", Value.of("last")))))
        .isEqualTo("{\"a\":\"-Infinity\",\"b\":2,\"\uFFFD\":\"last\"}");
  }

  @Test
  void of_nestedDeeperThanTheLimit_isCut() {
    Value<?> nested = Value.of("core");
    for (int i = 0; i < 100_000; i++) {
      nested = Value.of(List.of(nested));
    }

    assertThat(AnyValueText.of(nested)).isEqualTo("[".repeat(64) + "\"...\"" + "]".repeat(64));
  }
}
