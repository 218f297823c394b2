package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelFileTest {

  @TempDir Path root;

  private KernelFile file(String content) {
    new FileTree(root).with("/file", content);
    return new KernelFile(root.resolve("file"));
  }

  @Test
  void read_lines_givesWordsAndNumbersInTurn() {
    KernelFile file = file("a 1\t22  b\n\nlast 9223372036854775807");

    assertThat(file.read()).isTrue();
    assertThat(file.nextLine()).isTrue();
    assertThat(file.word()).isEqualTo("a");
    assertThat(file.number()).isEqualTo(1);
    assertThat(file.number()).isEqualTo(22);
    assertThat(file.word()).isEqualTo("b");
    assertThat(file.word()).isEmpty();
    assertThat(file.number()).isEqualTo(KernelFile.UNKNOWN);
    assertThat(file.nextLine()).isTrue();
    assertThat(file.word()).isEmpty();
    assertThat(file.nextLine()).isTrue();
    assertThat(file.skip("las")).isFalse();
    assertThat(file.skip("last")).isTrue();
    assertThat(file.number()).isEqualTo(Long.MAX_VALUE);
    assertThat(file.nextLine()).isFalse();
    assertThat(file.word()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "-1", "+1", "1x", "0x10", "1.5", "max", "9223372036854775808", "１"})
  void readNumber_malformed_isUnknown(String content) {
    assertThat(file(content).readNumber()).isEqualTo(KernelFile.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "007,7", "9223372036854775807,9223372036854775807"})
  void readNumber_digits_isTheirValue(String content, long value) {
    assertThat(file(content + "\n").readNumber()).isEqualTo(value);
  }

  @Test
  void read_missingFile_isEmpty() {
    KernelFile file = new KernelFile(root.resolve("missing"));

    assertThat(file.read()).isFalse();
    assertThat(file.nextLine()).isFalse();
    assertThat(file.word()).isEmpty();
    assertThat(file.rest()).isEmpty();
    assertThat(file.readNumber()).isEqualTo(KernelFile.UNKNOWN);
  }

  @Test
  void read_fileThatDisappears_forgetsWhatItHeld() {
    KernelFile file = file("7");
    assertThat(file.readNumber()).isEqualTo(7);

    assertThat(root.resolve("file").toFile().delete()).isTrue();

    assertThat(file.readNumber()).isEqualTo(KernelFile.UNKNOWN);
  }

  @Test
  void read_moreThanTheLargest_leavesTheBrokenLineOut() {
    String line = "0123456789 0123456789\n";
    KernelFile file = file(line.repeat(KernelFile.LARGEST / line.length() + 10));
    file.read();
    int lines = 0;

    while (file.nextLine()) {
      assertThat(file.rest()).isEqualTo(line.strip());
      lines++;
    }

    assertThat(lines).isEqualTo(KernelFile.LARGEST / line.length());
  }

  @Test
  void textBeforeLast_missingMark_emptiesTheLine() {
    KernelFile file = file("a b) c) d\nno mark 5");
    file.read();
    file.nextLine();

    assertThat(file.textBeforeLast(')')).isEqualTo("a b) c");
    assertThat(file.word()).isEqualTo("d");
    file.nextLine();
    assertThat(file.textBeforeLast(')')).isEmpty();
    assertThat(file.number()).isEqualTo(KernelFile.UNKNOWN);
  }
}
