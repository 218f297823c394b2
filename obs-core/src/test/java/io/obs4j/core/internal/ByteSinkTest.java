package io.obs4j.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSinkTest {

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        9,
        10,
        99,
        100,
        101,
        999,
        1_000,
        12_345,
        1L << 32,
        999_999_999_999_999_999L,
        1_000_000_000_000_000_000L,
        Long.MAX_VALUE,
        -1,
        -10,
        -100,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -9_000_000_000_000_000_000L
      })
  void writeLong_boundaries_isDecimal(long value) {
    assertThat(written(sink -> sink.writeLong(value))).isEqualTo(Long.toString(value));
  }

  @Test
  void writeLong_random_isDecimal() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 200_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertThat(written(sink -> sink.writeLong(value))).isEqualTo(Long.toString(value));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0.0, -0.0",
    "1, 1.0",
    "-1, -1.0",
    "0.012, 0.012",
    "0.0001, 0.0001",
    "0.00012, 0.00012",
    "0.00001, 1e-05",
    "0.000012345, 1.2345e-05",
    "1.5e-107, 1.5e-107",
    "1234567, 1234567.0",
    "1234567.25, 1234567.25",
    "999999999999999, 999999999999999.0",
    "1e15, 1e+15",
    "123456789012345680, 1.2345678901234568e+17",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void writeDouble_layouts_arePlainBelowTenToTheFifteenth(double value, String expected) {
    assertThat(written(sink -> sink.writeDouble(value))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "0.5, 0.5",
    "1, 1.0",
    "100000, 100000.0",
    "1000000, 1e+06",
    "1234567, 1.234567e+06",
    "999999.5, 999999.5",
    "0.00001, 1e-05",
    "1e100, 1e+100"
  })
  void writeCanonicalDouble_fromAMillion_hasAnExponent(double value, String expected) {
    assertThat(written(sink -> sink.writeCanonicalDouble(value))).isEqualTo(expected);
  }

  @Test
  void writeDouble_integers_equalTheGeneralForm() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong(1L << 50) >> random.nextInt(50);
      if (value < 1_000_000_000_000_000L) {
        assertThat(written(sink -> sink.writeDouble((double) value))).isEqualTo(value + ".0");
      }
    }
  }

  @Test
  void writeUtf8_everyCodePoint_isUtf8() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      String text = Character.toString(codePoint);
      String expected =
          codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
              ? "\uFFFD"
              : text;
      if (!written(sink -> sink.writeUtf8(text)).equals(expected)) {
        assertThat(written(sink -> sink.writeUtf8(text))).isEqualTo(expected);
      }
    }
  }

  @Test
  void writeUtf8_loneSurrogates_areReplaced() {
    assertThat(written(sink -> sink.writeUtf8("a\uD83Db\uDE00\uD83D\uDE00\uD83D")))
        .isEqualTo("a\uFFFDb\uFFFD\uD83D\uDE00\uFFFD");
  }

  @Test
  void writeHex_anyLong_hasSixteenDigits() {
    assertThat(written(sink -> sink.writeHex(0xABCDEF))).isEqualTo("0000000000abcdef");
    assertThat(written(sink -> sink.writeHex(-1))).isEqualTo("ffffffffffffffff");
  }

  @Test
  void writePadded_short_hasLeadingZeros() {
    assertThat(written(sink -> sink.writePadded(7, 3))).isEqualTo("007");
    assertThat(written(sink -> sink.writePadded(1_234, 4))).isEqualTo("1234");
  }

  @Test
  void writeBytes_beyondTheArray_throws() {
    ByteSink sink = new ByteSink(1);
    assertThatThrownBy(() -> sink.writeBytes(new byte[2], 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(sink.size()).isZero();
  }

  @Test
  void drainTo_failingStream_keepsTheBytes() throws IOException {
    ByteSink sink = new ByteSink(1);
    sink.writeAscii("kept");
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken");
          }
        };
    assertThatThrownBy(() -> sink.drainTo(broken)).isInstanceOf(IOException.class);

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sink.drainTo(out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("kept");
    assertThat(sink.size()).isZero();
  }

  private static String written(Consumer<ByteSink> writing) {
    ByteSink sink = new ByteSink(1);
    writing.accept(sink);
    return sink.toString();
  }
}
