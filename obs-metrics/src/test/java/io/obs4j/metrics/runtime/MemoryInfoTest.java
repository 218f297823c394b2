package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MemoryInfoTest {

  private static final long KIB = 1024;

  @TempDir Path root;

  private MemoryInfo read(String content) {
    new FileTree(root).with("/proc/meminfo", content);
    return new MemoryInfo.Reader(root).read();
  }

  @Test
  void read_allLines_givesBytes() {
    MemoryInfo memory =
        read(
            """
            MemTotal:       1000 kB
            MemFree:         100 kB
            MemAvailable:    700 kB
            Buffers:          20 kB
            Cached:          500 kB
            SwapCached:        9 kB
            SwapTotal:       400 kB
            SwapFree:        350 kB
            """);

    assertThat(memory)
        .isEqualTo(
            new MemoryInfo(
                1000 * KIB, 100 * KIB, 700 * KIB, 20 * KIB, 500 * KIB, 400 * KIB, 350 * KIB));
    assertThat(memory.used()).isEqualTo(300 * KIB);
    assertThat(memory.swapUsed()).isEqualTo(50 * KIB);
  }

  @Test
  void used_kernelWithoutAvailable_leavesCachesOut() {
    MemoryInfo memory =
        read("MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 20 kB\nCached: 500 kB\n");

    assertThat(memory.available()).isEqualTo(KernelFile.UNKNOWN);
    assertThat(memory.used()).isEqualTo(380 * KIB);
    assertThat(memory.swapUsed()).isEqualTo(KernelFile.UNKNOWN);
  }

  @Test
  void read_malformed_isUnknown() {
    MemoryInfo memory =
        read("MemTotal: lots kB\nMemFree: 9223372036854775807 kB\nMemAvailable:\n: 5\nCached 7\n");

    assertThat(memory).isEqualTo(new MemoryInfo(-1, -1, -1, -1, -1, -1, -1));
    assertThat(memory.used()).isEqualTo(KernelFile.UNKNOWN);
  }

  @Test
  void orElse_nothingTold_takesWhatTheJvmKnows() {
    MemoryInfo memory = new MemoryInfo.Reader(root).read().orElse(1000, 400);

    assertThat(memory.total()).isEqualTo(1000);
    assertThat(memory.free()).isEqualTo(400);
    assertThat(memory.used()).isEqualTo(600);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void read_thisMachine_addsUp() {
    MemoryInfo memory = new MemoryInfo.Reader(Path.of("/")).read();

    assertThat(memory.total()).isGreaterThan(Runtime.getRuntime().totalMemory());
    assertThat(memory.available()).isBetween(1L, memory.total());
    assertThat(memory.used()).isBetween(1L, memory.total());
  }
}
