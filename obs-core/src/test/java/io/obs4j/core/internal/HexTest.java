package io.obs4j.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexTest {

  @Test
  void parse_anyNumber_readsBack() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 100_000; i++) {
      int digits = random.nextInt(16);
      long value = random.nextLong() & ((1L << (4 * digits)) - 1);
      byte[] bytes = new byte[16];

      Hex.write(value, bytes, 0);

      String text = "x" + new String(bytes, 16 - digits, digits, StandardCharsets.US_ASCII) + "x";
      assertThat(Hex.parse(text, 1, 1 + digits)).isEqualTo(value);
    }
  }

  @Test
  void write_anyNumber_isWhatTheJdkWrites() {
    SplittableRandom random = new SplittableRandom(12);
    for (int i = 0; i < 1_000; i++) {
      long value = random.nextLong() >>> random.nextInt(64);
      byte[] bytes = new byte[18];

      Hex.write(value, bytes, 1);

      assertThat(bytes[0]).isZero();
      assertThat(bytes[17]).isZero();
      assertThat(new String(bytes, 1, 16, StandardCharsets.US_ASCII))
          .isEqualTo(String.format("%016x", value));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"g", "A", "F", " ", "-", "/", ":", "`", "\u0000", "\u007f", "\u0130", "\uff11"})
  void parse_whatIsNoDigit_isNegativeAtEveryPlace(String foreign) {
    for (int at = 0; at < 15; at++) {
      String text = "0".repeat(at) + foreign + "f".repeat(14 - at);
      assertThat(Hex.parse(text, 0, 15)).isNegative();
    }
  }
}
