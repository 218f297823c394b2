package io.obs4j.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

  private static final String ALPHABET = "%%%%0123456789abcdefABCDEFC3A4E282ACgx +=,ü€";

  @ParameterizedTest
  @CsvSource({"plain,plain", "a%20b,a b", "%c3%A4,ä", "%E2%82%AC,€", "1+1,1+1", "ä%25,ä%"})
  void decode_ofWellFormedText_isTheText(String encoded, String text) {
    assertThat(PercentEncoding.decode(encoded)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "a%2", "%zz", "%2x", "%-1", "%C3", "%C3a", "%80", "%ED%A0%80", "%C0%80"})
  void decode_ofMalformedText_isNull(String encoded) {
    assertThat(PercentEncoding.decode(encoded)).isNull();
  }

  @Test
  void decode_ofEveryByte_isThatCharacterOrMalformed() {
    for (int value = 0; value < 256; value++) {
      String decoded = PercentEncoding.decode(String.format("%%%02X", value));
      assertThat(decoded).isEqualTo(value < 0x80 ? String.valueOf((char) value) : null);
    }
  }

  @Test
  void decode_ofRandomText_agreesWithTheDecoderOfForms() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int wellFormed = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      String encoded = text.toString();
      String decoded = PercentEncoding.decode(encoded);
      assertThat(decoded).as("%s, seed %d", encoded, seed).isEqualTo(decodedAsForm(encoded));
      wellFormed += decoded == null ? 0 : 1;
    }
    assertThat(wellFormed).as("seed %d", seed).isBetween(1_000, 19_000);
  }

  @ParameterizedTest
  @CsvSource({"%C3,\ufffd", "%C3a,\ufffda", "a%80b,a\ufffdb", "a%20b,a b"})
  void decodeReplacing_ofWhatIsNotUtf8_replacesIt(String encoded, String text) {
    assertThat(PercentEncoding.decodeReplacing(encoded)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "a%2", "%zz", "%2x", "%-1"})
  void decodeReplacing_ofMalformedText_isNull(String encoded) {
    assertThat(PercentEncoding.decodeReplacing(encoded)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          alice      | alice
          DF 28      | DF%2028
          a=b        | a=b
          1+1        | 1%2B1
          100%       | 100%25
          a,b;c\\d"e | a%2Cb%3Bc%5Cd%22e
          ä€😀       | %C3%A4%E2%82%AC%F0%9F%98%80
          \ud800x    | %EF%BF%BDx
          \u007f     | %7F
          """)
  void encode_anyText_isWhatBaggageAllows(String text, String encoded) {
    assertThat(encoded(text)).isEqualTo(encoded);
  }

  @Test
  void encode_anyText_readsBack() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.appendCodePoint(random.nextInt(1 << random.nextInt(7, 21)));
      }
      String wellFormed =
          new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                  .equals(text.toString())
              ? text.toString()
              : "";
      assertThat(encoded(wellFormed)).matches("[!#-$&-*\\--:<-\\[\\]-~]*|.*%.*");
      assertThat(PercentEncoding.decode(encoded(wellFormed)))
          .as("seed %d", seed)
          .isEqualTo(wellFormed);
    }
  }

  private static String encoded(String text) {
    StringBuilder out = new StringBuilder();
    PercentEncoding.encode(text, out);
    return out.toString();
  }

  private static @Nullable String decodedAsForm(String encoded) {
    try {
      String decoded = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
      return decoded.indexOf('\ufffd') < 0 ? decoded : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
