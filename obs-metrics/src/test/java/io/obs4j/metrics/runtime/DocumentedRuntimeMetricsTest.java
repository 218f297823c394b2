package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tables of {@code docs/runtime-metrics.md} list what is measured, with unit and kind. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DocumentedRuntimeMetricsTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z0-9._]+)` \\| `([^`]+)` \\| ([a-z -]+?)(?:,[^|]*)? \\|");

  private static Set<String> documented() throws IOException {
    return ROW.matcher(Files.readString(Path.of("../docs/runtime-metrics.md")))
        .results()
        .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void tables_listWhatAContainerShows(@TempDir Path root) throws IOException {
    Metrics metrics = Metrics.create();
    GarbageCollectionMetrics collections =
        new GarbageCollectionMetrics(new Installation(metrics, root, Clock.system()));
    collections.record("a", "end of GC cycle", "c", 1);
    collections.record("a", "end of GC pause", "c", 1);
    Set<String> shown = new TreeSet<>();

    try (RuntimeMetrics installed =
        RuntimeMetrics.install(
            metrics, Set.of(RuntimeMetrics.Part.values()), container(root), Clock.system())) {
      assertThat(installed).isNotNull();
      do {
        metrics.visit(new Names(shown));
      } while (shown.stream().noneMatch(name -> name.startsWith("system.filesystem")));
    }

    Set<String> documented = documented();
    documented.removeIf(row -> row.startsWith("jvm.virtual_thread.")); // shown once one is pinned
    documented.removeIf(row -> row.startsWith("jvm.file_descriptor.") && !shown.contains(row));
    documented.removeIf(row -> row.startsWith("jvm.system.cpu.load_1m") && !shown.contains(row));
    assertThat(shown).containsExactlyElementsOf(documented);
  }

  private static Path container(Path root) {
    return new FileTree(root)
        .with("/proc/self/stat", "1 (a) S 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22")
        .with("/proc/self/status", "VmRSS: 1 kB\n")
        .with("/proc/self/io", "read_bytes: 1\nwrite_bytes: 1\n")
        .with(
            "/proc/meminfo",
            "MemTotal: 9 kB\nMemAvailable: 5 kB\nSwapTotal: 1 kB\nSwapFree: 1 kB\n")
        .with("/proc/net/dev", "eth0: 1 2 3 4 5 6 7 8 9 10 11 12\n")
        .with("/proc/self/cgroup", "0::/\n")
        .with(
            "/proc/self/mountinfo",
            "1 2 0:1 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n1 2 8:1 / /tmp rw - ext4 a rw\n")
        .with("/tmp/file", "")
        .with("/sys/fs/cgroup/cgroup.events", "")
        .with("/sys/fs/cgroup/cpu.max", "1 1\n")
        .with(
            "/sys/fs/cgroup/cpu.stat",
            "user_usec 1\nsystem_usec 1\nnr_periods 1\nnr_throttled 1\nthrottled_usec 1\n")
        .with("/sys/fs/cgroup/memory.max", "1\n")
        .with("/sys/fs/cgroup/memory.current", "1\n")
        .with("/sys/fs/cgroup/memory.stat", "anon 1\ninactive_file 1\n")
        .root();
  }

  /** Writes down the families of the scope under test. */
  private record Names(Set<String> shown) implements SelectiveMetricVisitor {

    @Override
    public void family(MetricFamily family) {
      if (family.scope().equals(Installation.SCOPE)) {
        String kind = family.kind().name().toLowerCase(Locale.ROOT).replace("up_down_", "up-down ");
        shown.add(family.name() + " " + family.unit() + " " + kind);
      }
    }
  }
}
