package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerTest {

  private static final String UNIFIED =
      "31 23 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n";
  private static final String VERSION_1 =
      """
      31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw
      33 31 0:30 %1$s /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
      35 31 0:32 %1$s /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
      """;

  @TempDir Path root;

  private FileTree machine(String mounts, String membership) {
    return new FileTree(root)
        .with("/proc/self/mountinfo", mounts)
        .with("/proc/self/cgroup", membership);
  }

  private ContainerCpu cpu() {
    return Objects.requireNonNull(ContainerCpu.reader(root)).get();
  }

  private ContainerMemory memory() {
    return Objects.requireNonNull(ContainerMemory.reader(root)).get();
  }

  @Test
  void version2_withinItsNamespace_readsTheMountPoint() {
    machine(UNIFIED, "0::/\n")
        .with("/sys/fs/cgroup/cgroup.events", "populated 1\n")
        .with("/sys/fs/cgroup/cpu.max", "150000 100000\n")
        .with(
            "/sys/fs/cgroup/cpu.stat",
            """
            usage_usec 9000000
            user_usec 6000000
            system_usec 3000000
            nr_periods 100
            nr_throttled 7
            throttled_usec 2500000
            """)
        .with("/sys/fs/cgroup/memory.max", "1000\n")
        .with("/sys/fs/cgroup/memory.current", "600\n")
        .with("/sys/fs/cgroup/memory.stat", "anon 300\nfile 250\ninactive_file 200\n");

    assertThat(cpu()).isEqualTo(new ContainerCpu(1.5, 6, 3, 100, 7, 2.5));
    assertThat(memory()).isEqualTo(new ContainerMemory(1000, 600, 200, 300));
    assertThat(memory().workingSet()).isEqualTo(400);
    assertThat(memory().available()).isEqualTo(600);
  }

  @Test
  void version2_limitOfAnOuterGroup_holdsToo() {
    machine(UNIFIED, "0::/pod/container\n")
        .with("/sys/fs/cgroup/pod/cpu.max", "50000 100000\n")
        .with("/sys/fs/cgroup/pod/memory.max", "700\n")
        .with("/sys/fs/cgroup/pod/container/cgroup.events", "populated 1\n")
        .with("/sys/fs/cgroup/pod/container/cpu.max", "max 100000\n")
        .with("/sys/fs/cgroup/pod/container/memory.max", "max\n")
        .with("/sys/fs/cgroup/pod/container/memory.current", "600\n");

    assertThat(cpu().limit()).isEqualTo(0.5);
    assertThat(memory()).isEqualTo(new ContainerMemory(700, 600, -1, -1));
  }

  @Test
  void version2_noLimits_showsUsageOnly() {
    machine(UNIFIED, "0::/a\n")
        .with("/sys/fs/cgroup/a/cgroup.events", "populated 1\n")
        .with("/sys/fs/cgroup/a/cpu.max", "max 100000\n")
        .with("/sys/fs/cgroup/a/memory.max", "max\n")
        .with("/sys/fs/cgroup/a/memory.current", "600\n");

    assertThat(cpu().limit()).isNaN();
    assertThat(memory().limit()).isEqualTo(KernelFile.UNKNOWN);
    assertThat(memory().available()).isEqualTo(KernelFile.UNKNOWN);
    assertThat(memory().workingSet()).isEqualTo(600);
  }

  @Test
  void version2_rootOfAMachine_isNoContainer() {
    machine(UNIFIED, "0::/\n").with("/sys/fs/cgroup/cpu.stat", "usage_usec 9\n");

    assertThat(ContainerCpu.reader(root)).isNull();
    assertThat(ContainerMemory.reader(root)).isNull();
  }

  @Test
  void version2_malformedFiles_areUnknown() {
    machine(UNIFIED, "0::/\n")
        .with("/sys/fs/cgroup/cgroup.events", "")
        .with("/sys/fs/cgroup/cpu.max", "100000 0\n")
        .with("/sys/fs/cgroup/cpu.stat", "user_usec\nsystem_usec -3\nnr_periods x\n")
        .with("/sys/fs/cgroup/memory.max", "")
        .with("/sys/fs/cgroup/memory.current", "12 kB x\n")
        .with("/sys/fs/cgroup/memory.stat", "anon\n\0\n");

    assertThat(cpu().limit()).isNaN();
    assertThat(cpu().userSeconds()).isNegative();
    assertThat(cpu().systemSeconds()).isNegative();
    assertThat(cpu().periods()).isEqualTo(KernelFile.UNKNOWN);
    assertThat(memory()).isEqualTo(new ContainerMemory(-1, 12, -1, -1));
  }

  @Test
  void version1_withinItsContainer_readsTheMountPointWhateverTheHostsPath() {
    machine(VERSION_1.formatted("/docker/abc"), "5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n")
        .with("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "200000\n")
        .with("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n")
        .with(
            "/sys/fs/cgroup/cpu,cpuacct/cpu.stat",
            "nr_periods 10\nnr_throttled 3\nthrottled_time 1500000000\n")
        .with("/sys/fs/cgroup/cpu,cpuacct/cpuacct.stat", "user 250\nsystem 50\n")
        .with("/sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n")
        .with("/sys/fs/cgroup/memory/memory.usage_in_bytes", "900\n")
        .with("/sys/fs/cgroup/memory/memory.stat", "total_rss 500\ntotal_inactive_file 950\n");

    assertThat(cpu().limit()).isEqualTo(2);
    assertThat(cpu().userSeconds()).isCloseTo(2.5, within(1e-9));
    assertThat(cpu().systemSeconds()).isCloseTo(0.5, within(1e-9));
    assertThat(cpu().throttledPeriods()).isEqualTo(3);
    assertThat(cpu().throttledSeconds()).isCloseTo(1.5, within(1e-9));
    assertThat(memory()).isEqualTo(new ContainerMemory(1000, 900, 950, 500));
    assertThat(memory().workingSet()).isZero();
  }

  @Test
  void version1_hierarchyOfTheHost_readsTheGroupAndThoseAroundIt() {
    machine(VERSION_1.formatted("/"), "5:memory:/a/b\n4:cpu,cpuacct:/a/b\n")
        .with("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
        .with("/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "500\n")
        .with("/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes", "9223372036854771712\n")
        .with("/sys/fs/cgroup/memory/a/b/memory.usage_in_bytes", "100\n")
        .with("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us", "-1\n")
        .with("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us", "100000\n");

    assertThat(memory()).isEqualTo(new ContainerMemory(500, 100, -1, -1));
    assertThat(cpu().limit()).isNaN();
  }

  @Test
  void version1_noLimit_isTheLargestNumberOfPages() {
    machine(VERSION_1.formatted("/"), "5:memory:/a\n")
        .with("/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712\n");

    assertThat(memory().limit()).isEqualTo(KernelFile.UNKNOWN);
  }

  @Test
  void version1_rootOfAMachine_isNoContainer() {
    machine(VERSION_1.formatted("/"), "5:memory:/\n4:cpu,cpuacct:/\n0::/\n")
        .with("/sys/fs/cgroup/memory/memory.usage_in_bytes", "100\n");

    assertThat(ContainerCpu.reader(root)).isNull();
    assertThat(ContainerMemory.reader(root)).isNull();
  }

  @Test
  void membership_thatLeadsOutOfTheHierarchy_isTheMountPoint() {
    machine(UNIFIED, "0::/../../etc\n")
        .with("/sys/fs/cgroup/cgroup.events", "populated 1\n")
        .with("/sys/fs/cgroup/memory.current", "600\n")
        .with("/sys/etc/memory.current", "1\n");

    assertThat(memory().usage()).isEqualTo(600);
  }

  @Test
  void membership_malformedOrMissing_isNoContainerOrTheMountPoint() {
    machine(VERSION_1.formatted("/"), "memory\n5:memory\n\n::\n");
    assertThat(ContainerMemory.reader(root)).isNull();

    new FileTree(root).with("/proc/self/mountinfo", "");
    assertThat(ContainerMemory.reader(root)).isNull();
  }
}
