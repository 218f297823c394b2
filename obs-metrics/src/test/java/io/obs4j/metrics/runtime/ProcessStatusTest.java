package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessStatusTest {

  private static final String STAT =
      "42 (a) b) S 1 2 3 4 -1 4194304 501 502 503 504 1005 1006 1007 1008 20 0 31 0 999 8192 77 18\n";

  @TempDir Path root;

  private ProcessStatus read() {
    return new ProcessStatus.Reader(root).read();
  }

  @Test
  void read_allFiles_givesTheirNumbers() {
    new FileTree(root)
        .with("/proc/self/stat", STAT)
        .with("/proc/self/status", "Name:\tjava\nVmSize:\t 8 kB\nVmRSS:\t  12 kB\nThreads:\t31\n")
        .with("/proc/self/io", "rchar: 1\nwchar: 2\nread_bytes: 4096\nwrite_bytes: 8192\n");

    assertThat(read())
        .isEqualTo(new ProcessStatus(1005, 1006, 501, 503, 31, 8192, 12 * 1024, 4096, 8192));
  }

  @Test
  void read_noFiles_knowsNothing() {
    assertThat(read()).isEqualTo(new ProcessStatus(-1, -1, -1, -1, -1, -1, -1, -1, -1));
  }

  @Test
  void read_cutAnywhere_knowsTheNumbersUpToThere() {
    for (int length = 0; length < STAT.length(); length++) {
      new FileTree(root).with("/proc/self/stat", STAT.substring(0, length));

      ProcessStatus status = read();

      assertThat(status.minorFaults()).isIn(-1L, 5L, 50L, 501L);
      assertThat(status.userTicks()).isIn(-1L, 1L, 10L, 100L, 1005L);
      assertThat(Set.of(-1L, 3L, 31L)).contains(status.threads());
    }
  }

  @Test
  void read_wordsForNumbers_areUnknown() {
    new FileTree(root)
        .with("/proc/self/stat", STAT.replace("1005", "many"))
        .with("/proc/self/status", "VmRSS:\t-5 kB\n")
        .with("/proc/self/io", "read_bytes: 18446744073709551615\nwrite_bytes:\n");

    assertThat(read()).isEqualTo(new ProcessStatus(-1, 1006, 501, 503, 31, 8192, -1, -1, -1));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void read_thisProcess_agreesWithTheJvm() {
    ProcessStatus status = new ProcessStatus.Reader(Path.of("/")).read();

    Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    assertThat((status.userTicks() + status.systemTicks()) / 100.0)
        .isCloseTo(cpu.toMillis() / 1e3, within(2.0));
    assertThat(status.threads()).isGreaterThan(Thread.activeCount());
    assertThat(status.residentBytes())
        .isGreaterThan(Runtime.getRuntime().totalMemory() / 100)
        .isLessThan(status.virtualBytes());
    assertThat(status.minorFaults()).isPositive();
  }
}
