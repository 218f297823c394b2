package io.obs4j.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

  @Test
  void match_starsAndLiterals_takesAsLittleAsPossible() {
    assertThat(new NamePattern("a.*.c.*").match("a.b.c.d.c.e")).containsExactly("b", "d.c.e");
    assertThat(new NamePattern("*").match("")).containsExactly("");
    assertThat(new NamePattern("**").match("ab")).containsExactly("", "ab");
    assertThat(new NamePattern("*.b").match("a.b.b")).containsExactly("a.b");
    assertThat(new NamePattern("a").match("a")).isEmpty();
    assertThat(new NamePattern("a").match("ab")).isNull();
    assertThat(new NamePattern("ab*ba").match("aba")).isNull();
    assertThat(new NamePattern("a*b*c").match("acb")).isNull();
    assertThat(new NamePattern("a.*").match("axb")).isNull();
  }

  @Test
  void matches_randomPatternsAndNames_agreesWithARegularExpression() {
    long seed = 56;
    Random random = new Random(seed);
    int matched = 0;
    for (int i = 0; i < 20_000; i++) {
      String pattern = random(random, "ab*", 1 + random.nextInt(6));
      String name = random(random, "ab", random.nextInt(8));
      String expression =
          Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));

      boolean expected = Pattern.matches(expression, name);

      assertThat(new NamePattern(pattern).matches(name))
          .as("%s on %s, seed %s", pattern, name, seed)
          .isEqualTo(expected);
      matched += expected ? 1 : 0;
    }
    assertThat(matched).isBetween(2_000, 18_000);
  }

  private static String random(Random random, String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void pattern_blank_isRefusedWithTheRemedy(String pattern) {
    assertThatThrownBy(() -> new NamePattern(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pattern must not be blank; * matches every name");
  }
}
