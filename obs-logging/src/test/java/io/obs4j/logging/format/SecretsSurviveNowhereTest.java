package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random secrets at random places of random text. */
class SecretsSurviveNowhereTest {

  private static final int TEXTS = 50_000;

  private static final String[] AROUND = {
    "",
    " ",
    "\n",
    "\t",
    "\"",
    "'",
    ",",
    ";",
    "(",
    "é",
    "😀",
    "\ud83d",
    "\u0001",
    "\\",
    " to ",
    "@ ",
    "://",
    " 7 ",
    "password ",
    "eyJ ",
    "Bearer",
    "=",
    "order accepted",
    "{}",
    "[x]",
    " AB12"
  };

  private static final String[] HARMLESS = {
    "",
    " ",
    "\n",
    "\t",
    "\"",
    "'",
    ",",
    ";",
    "(",
    "é",
    "😀",
    "\ud83d",
    "\u0001",
    "\\",
    " to ",
    "{}",
    "[x]",
    "=",
    "://",
    "pass ",
    "bear",
    "ey",
    "AKI",
    "order accepted",
  };

  private final long seed = Long.getLong("obs4j.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Masker masker =
      Masking.builder()
          .standard()
          .pattern(SecretPattern.email())
          .pattern(SecretPattern.iban())
          .build()
          .masker(Diagnostics.create());

  private String around() {
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(4); count > 0; count--) {
      text.append(AROUND[random.nextInt(AROUND.length)]);
    }
    return text.toString();
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder();
    while (digits.length() < count) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  private String word(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder()
        .encodeToString(bytes)
        .replaceAll("[-_=]", "x")
        .substring(0, length);
  }

  private String card() {
    String number = (2 + random.nextInt(5)) + digits(11 + random.nextInt(6));
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      sum += i % 2 == 1 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
    }
    number += (10 - sum % 10) % 10;
    return random.nextBoolean() ? number : number.replaceAll("(.{4})(?!$)", "$1-");
  }

  private String iban() {
    String account = digits(16);
    int check =
        98
            - new java.math.BigInteger(account + "131400")
                .mod(java.math.BigInteger.valueOf(97))
                .intValue();
    return "DE" + (check < 10 ? "0" : "") + check + account;
  }

  /** What must not be seen, and the text in which it stands. */
  private String[] secret() {
    String word = word(12) + "1";
    return switch (random.nextInt(9)) {
      case 0 -> both(card());
      case 1 -> both(iban());
      case 2 -> new String[] {word, "bearer " + word};
      case 3 -> new String[] {word, "Authorization: Basic " + word};
      case 4 -> both("eyJ" + word + "." + word(20) + "." + word(30));
      case 5 -> both(word + "@" + word(5) + ".example");
      case 6 -> new String[] {word, "jdbc:db://app:" + word + "@host/x"};
      case 7 -> new String[] {word, "\"api_key\" : \"" + word + "\""};
      default -> both("AKIA" + digits(16));
    };
  }

  private static String[] both(String secret) {
    return new String[] {secret, secret};
  }

  @Test
  void maskText_secretAnywhere_isNotInWhatAParserReads() throws IOException {
    System.out.println("SecretsSurviveNowhereTest: -Dobs4j.seed=" + seed);
    ByteSink sink = new ByteSink(64);
    JsonFactory json = new JsonFactory();
    for (int i = 0; i < TEXTS; i++) {
      String[] first = secret();
      String[] second = secret();
      String text = around() + " " + first[1] + " " + around() + " " + second[1] + " " + around();
      sink.reset();
      sink.writeByte('"');
      JsonString.writeContent(sink, text);
      boolean masked = masker.maskText(sink, 1, false);
      sink.writeByte('"');

      try (JsonParser parser = json.createParser(sink.toByteArray())) {
        parser.nextToken();
        assertThat(parser.getText())
            .as("of %s, seed %s", text, seed)
            .doesNotContain(first[0], second[0])
            .contains("***");
        assertThat(parser.nextToken()).isNull();
      }
      assertThat(masked).isTrue();
    }
  }

  /** Nothing that a secret begins with, and fewer digits than any of them has. */
  private String harmless() {
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(8); count > 0; count--) {
      text.append(HARMLESS[random.nextInt(HARMLESS.length)]);
    }
    return text.toString();
  }

  @Test
  void maskText_withoutSecrets_leavesTheBytesAlone() {
    System.out.println("SecretsSurviveNowhereTest: -Dobs4j.seed=" + seed);
    ByteSink sink = new ByteSink(64);
    for (int i = 0; i < TEXTS; i++) {
      String text = harmless() + random.nextInt(1_000) + harmless();
      sink.reset();
      JsonString.writeContent(sink, text);
      byte[] before = sink.toByteArray();
      assertThat(masker.maskText(sink, 0, false)).as("of %s, seed %s", text, seed).isFalse();
      assertThat(sink.toByteArray()).isEqualTo(before);
    }
  }
}
