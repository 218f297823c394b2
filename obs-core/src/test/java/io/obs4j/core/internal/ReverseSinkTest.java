package io.obs4j.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReverseSinkTest {

  private final ReverseSink sink = new ReverseSink(1);

  @Test
  void writeVarint_anyLong_readsBack() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong() >>> random.nextInt(64);
      sink.reset();
      sink.writeVarint(value);
      ByteBuffer bytes = ByteBuffer.wrap(sink.toByteArray());
      assertThat(varint(bytes)).isEqualTo(value);
      assertThat(bytes.hasRemaining()).isFalse();

      ByteSink forward = new ByteSink(1);
      forward.writeVarint(value);
      assertThat(forward.toByteArray()).isEqualTo(sink.toByteArray());
    }
  }

  @Test
  void writeVarint_boundaries_takeTheFewestBytes() {
    assertThat(length(0)).isEqualTo(1);
    for (int bytes = 1; bytes < 10; bytes++) {
      assertThat(length((1L << (7 * bytes)) - 1)).isEqualTo(bytes);
      assertThat(length(1L << (7 * bytes))).isEqualTo(bytes + 1);
    }
    assertThat(length(-1)).isEqualTo(10);
  }

  @Test
  void writeZigzag_extremes_readBack() {
    for (long value : new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      sink.reset();
      sink.writeZigzag(value);
      long read = varint(ByteBuffer.wrap(sink.toByteArray()));
      assertThat((read >>> 1) ^ -(read & 1)).isEqualTo(value);
    }
  }

  @Test
  void writeDouble_bits_areLittleEndianBehindTheTag() {
    sink.writeDouble(2, -0.1);
    ByteBuffer bytes = ByteBuffer.wrap(sink.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(varint(bytes)).isEqualTo((2 << 3) | 1);
    assertThat(bytes.getDouble()).isEqualTo(-0.1);
  }

  @Test
  void writeString_anyText_isUtf8BehindLengthAndTag() {
    String text = "a\u00E9\u20AC\uD83D\uDE00z\uD800";
    sink.writeString(16, text);
    ByteBuffer bytes = ByteBuffer.wrap(sink.toByteArray());
    assertThat(varint(bytes)).isEqualTo((16 << 3) | 2);
    byte[] utf8 = new byte[(int) varint(bytes)];
    bytes.get(utf8);
    assertThat(new String(utf8, StandardCharsets.UTF_8))
        .isEqualTo(text.replace('\uD800', '\uFFFD'));
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void writeString_everyCodePoint_equalsTheForwardSink() {
    StringBuilder all = new StringBuilder();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      all.appendCodePoint(codePoint).append(' ');
    }
    ByteSink forward = new ByteSink(1);
    forward.writeUtf8(all.toString());
    sink.writeString(1, all.toString());
    byte[] reverse = sink.toByteArray();
    assertThat(Arrays.copyOfRange(reverse, reverse.length - forward.size(), reverse.length))
        .isEqualTo(forward.toByteArray());
  }

  @Test
  void writeMessage_nested_hasLengths() {
    int outer = sink.size();
    sink.writeVarint(2, 300);
    int inner = sink.size();
    sink.writeVarint(1, 1);
    sink.writeMessage(3, inner);
    sink.writeMessage(4, outer);
    assertThat(sink.toByteArray()).containsExactly(0x22, 7, 0x1A, 2, 8, 1, 0x10, 0xAC, 2);

    ByteSink copy = new ByteSink(1);
    sink.copyTo(copy);
    assertThat(copy.toByteArray()).isEqualTo(sink.toByteArray());
  }

  @Test
  void writeHex_isTheForwardSinksHex() {
    sink.writeHex(0x0123456789ABCDEFL);
    assertThat(new String(sink.toByteArray(), StandardCharsets.US_ASCII))
        .isEqualTo("0123456789abcdef");
  }

  private int length(long value) {
    sink.reset();
    sink.writeVarint(value);
    return sink.size();
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
