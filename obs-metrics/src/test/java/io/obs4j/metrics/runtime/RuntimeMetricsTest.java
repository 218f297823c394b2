package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.obs4j.core.Clock;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.Page;
import io.obs4j.metrics.runtime.RuntimeMetrics.Part;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RuntimeMetricsTest {

  private static final Set<Part> ALL_BUT_FLIGHT_RECORDER =
      EnumSet.complementOf(EnumSet.of(Part.VIRTUAL_THREADS));

  private final Metrics metrics = Metrics.create();

  private static double number(Page page, String series) {
    return ((Number) page.value(series)).doubleValue();
  }

  @Test
  void install_memory_agreesWithThePools() {
    try (RuntimeMetrics installed = RuntimeMetrics.install(metrics, EnumSet.of(Part.JVM))) {
      assertThat(installed).isNotNull();
      Page page = Page.of(metrics);

      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        String type = pool.getType().name().equals("HEAP") ? "heap" : "non_heap";
        String labels =
            "{jvm.memory.pool.name=\"" + pool.getName() + "\",jvm.memory.type=\"" + type + "\"}";
        double used = number(page, "jvm.memory.used" + labels);
        assertThat(used).isNotNegative();
        assertThat(used).isLessThanOrEqualTo(number(page, "jvm.memory.committed" + labels));
        assertThat(page.has("jvm.memory.limit" + labels)).isEqualTo(pool.getUsage().getMax() >= 0);
        assertThat(page.has("jvm.memory.used_after_last_gc" + labels))
            .isEqualTo(pool.getCollectionUsage() != null);
      }
      assertThat(number(page, "jvm.buffer.memory.limit{jvm.buffer.pool.name=\"direct\"}"))
          .isNotNegative();
    }
  }

  @Test
  void install_jvm_agreesWithTheManagementBeans() {
    try (RuntimeMetrics installed = RuntimeMetrics.install(metrics, EnumSet.of(Part.JVM))) {
      assertThat(installed).isNotNull();
      long before = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
      Page page = Page.of(metrics);

      assertThat(number(page, "jvm.class.loaded")).isGreaterThanOrEqualTo((double) before);
      assertThat(number(page, "jvm.class.count")).isPositive();
      assertThat(number(page, "jvm.class.unloaded")).isNotNegative();
      assertThat(number(page, "jvm.cpu.count"))
          .isEqualTo(Runtime.getRuntime().availableProcessors());
      double seconds =
          ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
      assertThat(number(page, "jvm.cpu.time")).isCloseTo(seconds, within(2.0));
      assertThat(number(page, "jvm.cpu.recent_utilization")).isBetween(0.0, 1.0);
      assertThat(number(page, "jvm.system.cpu.utilization")).isBetween(0.0, 1.0);
    }
  }

  @Test
  void install_classesLoadedLater_areCounted() throws Exception {
    try (RuntimeMetrics installed = RuntimeMetrics.install(metrics, EnumSet.of(Part.JVM))) {
      assertThat(installed).isNotNull();
      double before = number(Page.of(metrics), "jvm.class.loaded");

      URL classes = getClass().getProtectionDomain().getCodeSource().getLocation();
      try (URLClassLoader again = new URLClassLoader(new URL[] {classes}, null)) {
        assertThat(Class.forName(FileTree.class.getName(), false, again))
            .isNotSameAs(FileTree.class);
      }

      assertThat(number(Page.of(metrics), "jvm.class.loaded")).isGreaterThan(before);
    }
  }

  @Test
  void install_waitingThreads_areCountedByState() throws InterruptedException {
    try (RuntimeMetrics installed = RuntimeMetrics.install(metrics, EnumSet.of(Part.JVM))) {
      assertThat(installed).isNotNull();
      int many = 100; // more than are listed at first
      CountDownLatch release = new CountDownLatch(1);
      Thread[] threads = new Thread[many];
      for (int i = 0; i < many; i++) {
        threads[i] =
            new Thread(
                () -> {
                  while (release.getCount() > 0) {
                    LockSupport.park(release);
                  }
                });
        threads[i].start();
      }
      for (Thread thread : threads) {
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }

      Page page = Page.of(metrics);
      release.countDown();
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
        thread.join();
      }

      String waiting = "jvm.thread.count{jvm.thread.daemon=\"false\",jvm.thread.state=\"waiting\"}";
      assertThat(number(page, waiting)).isBetween((double) many, many + 10.0);
      assertThat(number(Page.of(metrics), waiting)).isLessThan(many);
    }
  }

  @Test
  void install_allThreads_areAsManyAsTheManagementBeanCounts() {
    try (RuntimeMetrics installed = RuntimeMetrics.install(metrics, EnumSet.of(Part.JVM))) {
      assertThat(installed).isNotNull();

      double sum =
          Page.of(metrics).values().entrySet().stream()
              .filter(entry -> entry.getKey().startsWith("jvm.thread.count{"))
              .mapToLong(entry -> (Long) entry.getValue())
              .sum();

      assertThat(sum).isCloseTo(ManagementFactory.getThreadMXBean().getThreadCount(), within(3.0));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void install_onLinux_showsProcessAndSystem() {
    try (RuntimeMetrics installed = RuntimeMetrics.install(metrics, ALL_BUT_FLIGHT_RECORDER)) {
      assertThat(installed).isNotNull();
      Page page = Page.of(metrics);

      assertThat(number(page, "process.uptime"))
          .isCloseTo(ManagementFactory.getRuntimeMXBean().getUptime() / 1e3, within(5.0));
      assertThat(
              number(page, "process.cpu.time{cpu.mode=\"user\"}")
                  + number(page, "process.cpu.time{cpu.mode=\"system\"}"))
          .isCloseTo(number(page, "jvm.cpu.time"), within(1.0));
      assertThat(number(page, "process.memory.usage")).isPositive();
      assertThat(number(page, "jvm.file_descriptor.count"))
          .isPositive()
          .isLessThan(number(page, "jvm.file_descriptor.limit"));
      assertThat(number(page, "system.memory.usage{system.memory.state=\"used\"}"))
          .isLessThan(number(page, "system.memory.limit"));
      assertThat(number(page, "system.memory.linux.available")).isPositive();
      assertThat(
              page.has(
                  "system.network.io{network.interface.name=\"lo\",network.io.direction=\"receive\"}"))
          .isTrue();
      assertThat(metrics.diagnostics().faultCount("metrics.callback")).isZero();
      awaitSeries("system.filesystem.limit{");
      awaitSeries("system.filesystem.usage{");
    }
  }

  private void awaitSeries(String prefix) {
    while (Page.of(metrics).values().keySet().stream().noneMatch(key -> key.startsWith(prefix))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void install_machineThatTellsNothing_showsTheJvmAlone(@TempDir Path root) {
    try (RuntimeMetrics installed =
        RuntimeMetrics.install(metrics, ALL_BUT_FLIGHT_RECORDER, root, Clock.system())) {
      assertThat(installed).isNotNull();
      Set<String> names = new HashSet<>(Page.of(metrics).values().keySet());

      assertThat(names).contains("jvm.cpu.count", "process.uptime");
      assertThat(names)
          .noneMatch(name -> name.startsWith("container."))
          .noneMatch(name -> name.startsWith("system.network"))
          .noneMatch(name -> name.startsWith("process.cpu"));
      assertThat(metrics.diagnostics().faultCount("metrics.callback")).isZero();
    }
  }

  @Test
  void install_twice_throwsUntilClosed() {
    RuntimeMetrics first = RuntimeMetrics.install(metrics, EnumSet.of(Part.PROCESS));

    assertThatThrownBy(() -> RuntimeMetrics.install(metrics))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("close");
    try (RuntimeMetrics other =
        RuntimeMetrics.install(Metrics.create(), EnumSet.of(Part.PROCESS))) {
      assertThat(other).isNotSameAs(first);
    }
    first.close();
    RuntimeMetrics second = RuntimeMetrics.install(metrics, EnumSet.of(Part.PROCESS));
    first.close();

    assertThat(Page.of(metrics).has("process.uptime")).isTrue();
    second.close();
    assertThat(Page.of(metrics).has("process.uptime")).isFalse();
  }

  @Test
  void close_manyTimes_leavesNothingBehind() throws InterruptedException {
    RuntimeMetrics.install(metrics).close(); // what the JVM starts once, it keeps
    WeakReference<Metrics> last = installAndCloseOften();

    joinOwnThreads();
    while (last.get() != null) {
      System.gc();
    }
  }

  /* A method of its own, as are the threads to join: a frame keeps alive what it has seen. */
  private static WeakReference<Metrics> installAndCloseOften() {
    WeakReference<Metrics> last = new WeakReference<>(null);
    for (int i = 0; i < 20; i++) {
      Metrics own = Metrics.create();
      last = new WeakReference<>(own);
      RuntimeMetrics installed = RuntimeMetrics.install(own);
      assertThat(Page.of(own).values()).isNotEmpty();
      installed.close();
      installed.close();
      assertThat(Page.of(own).values().keySet())
          .noneMatch(name -> name.startsWith("jvm.") || name.startsWith("system."));
    }
    return last;
  }

  private static void joinOwnThreads() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().matches("obs-.*|JFR Event Stream.*")) {
        thread.join();
      }
    }
  }
}
