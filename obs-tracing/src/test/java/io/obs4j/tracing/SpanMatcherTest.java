package io.obs4j.tracing;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longArrayKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpanMatcherTest {

  private static boolean matches(SpanMatcher matcher, SpanStart span) {
    return matcher.matches(span.name(), span.kind(), span);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("/health*", stringKey("k"), "/healthz", true),
        Arguments.of("/health*", stringKey("k"), "/v1/health", false),
        Arguments.of("*health*", stringKey("k"), "/v1/health", true),
        Arguments.of("/Health", stringKey("k"), "/health", false),
        Arguments.of("8080", longKey("k"), 8080L, true),
        Arguments.of("8080", longKey("k"), 8081L, false),
        Arguments.of("8080", stringKey("k"), "8080", true),
        Arguments.of("80*", longKey("k"), 8080L, false),
        Arguments.of("9007199254740993", longKey("k"), 9007199254740992L, false),
        Arguments.of("0.5", doubleKey("k"), 0.5, true),
        Arguments.of("1", doubleKey("k"), 1.0, true),
        Arguments.of("1.0", longKey("k"), 1L, false),
        Arguments.of("true", booleanKey("k"), true, true),
        Arguments.of("true", booleanKey("k"), false, false),
        Arguments.of("false", booleanKey("k"), false, true),
        Arguments.of("b*", stringArrayKey("k"), List.of("a", "bc"), true),
        Arguments.of("c", stringArrayKey("k"), List.of("a", "bc"), false),
        Arguments.of("2", longArrayKey("k"), List.of(1L, 2L), true),
        Arguments.of("b", stringArrayKey("k"), Arrays.asList(null, "b"), true),
        Arguments.of("null", stringArrayKey("k"), Arrays.asList("a", null), false),
        Arguments.of("2", longArrayKey("k"), Arrays.asList(null, 2L), true),
        Arguments.of("*", longKey("k"), 8080L, true),
        Arguments.of("*", booleanKey("k"), false, true),
        Arguments.of("*", stringArrayKey("k"), List.of(), true),
        Arguments.of("*", stringKey("k"), "", true),
        Arguments.of("*", stringKey("other"), "a", false));
  }

  @ParameterizedTest
  @MethodSource("values")
  <T> void attribute_ofEachType_isComparedWithThePattern(
      String pattern, AttributeKey<T> key, T value, boolean expected) {
    SpanStart span = SpanStart.with(key, value);

    assertThat(matches(SpanMatcher.attribute("k", pattern), span)).isEqualTo(expected);
    assertThat(matches(SpanMatcher.of("k=" + pattern), span)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /health*, GET /healthz, true",
    "GET /health*, get /healthz, false",
    "health, GET /health, false",
    "*, anything, true",
    "SELECT a=b, SELECT a=b, true",
    "GET /?q=*, GET /?q=1, true"
  })
  void of_withoutAnAttribute_isAPatternOfNames(String text, String name, boolean expected) {
    assertThat(matches(SpanMatcher.of(text), SpanStart.named(name))).isEqualTo(expected);
  }

  @Test
  void of_severalEqualsSigns_splitsAtTheFirst() {
    assertThat(matches(SpanMatcher.of("k=a=b c"), SpanStart.with(stringKey("k"), "a=b c")))
        .isTrue();
  }
}
