package io.obs4j.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonStringTest {

  private static String written(String text) {
    ByteSink sink = new ByteSink(1);
    JsonString.write(sink, text);
    return sink.toString();
  }

  @Test
  void write_whatMustBeEscaped_isEscaped() {
    assertThat(written("\"\\/\b\f\n\r\t\0\u001f\u007f"))
        .isEqualTo("\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\u007f\"");
  }

  @Test
  void write_textOfAllLengthsInUtf8_isKept() {
    assertThat(written("aé€😀\u2028")).isEqualTo("\"aé€😀\u2028\"");
  }

  @Test
  void write_loneSurrogates_becomeTheReplacementCharacter() {
    assertThat(written("\uD83Dx\uDE00\uD83D")).isEqualTo("\"\uFFFDx\uFFFD\uFFFD\"");
  }

  @Test
  void writeContent_partOfAText_hasNoQuotesAndWholePairs() {
    ByteSink sink = new ByteSink(1);

    int end = JsonString.writeContent(sink, "\"a😀b", 0, 3);

    assertThat(sink.toString()).isEqualTo("\\\"a😀");
    assertThat(end).isEqualTo(4);
    assertThat(new String(sink.array(), 0, sink.size(), StandardCharsets.UTF_8))
        .isEqualTo(sink.toString());
  }

  @Test
  void write_whatWasWrittenBefore_isEscapedOnceMore() {
    ByteSink inner = new ByteSink(1);
    JsonString.write(inner, "é\"\n");
    ByteSink outer = new ByteSink(1);

    JsonString.write(outer, inner);

    assertThat(outer.toString()).isEqualTo("\"\\\"é\\\\\\\"\\\\n\\\"\"");
  }

  @Test
  void readBack_wholeText_isTheTextItself() {
    String text = "aé😀";

    assertThat(JsonString.readBack("key")).isSameAs("key");
    assertThat(JsonString.readBack(text)).isEqualTo(text);
  }

  @Test
  void readBack_loneSurrogates_areReplacedAsWriteDoes() {
    assertThat('"' + JsonString.readBack("\uD83Dx\uDE00😀") + '"')
        .isEqualTo(written("\uD83Dx\uDE00😀"));
  }
}
