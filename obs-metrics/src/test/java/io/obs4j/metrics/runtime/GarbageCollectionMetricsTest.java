package io.obs4j.metrics.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.Page;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GarbageCollectionMetricsTest {

  private final Metrics metrics = Metrics.create();

  private List<String> series(String name) {
    return Page.of(metrics).values().keySet().stream()
        .filter(series -> series.startsWith(name + "{"))
        .toList();
  }

  @Test
  void install_collectionOnRequest_isRecordedWithItsCauseUntilClosed() {
    try (RuntimeMetrics installed = RuntimeMetrics.install(metrics)) {
      assertThat(installed).isNotNull();
      while (series("jvm.gc.duration").stream().noneMatch(one -> one.contains("System.gc()"))) {
        System.gc();
      }

      assertThat(series("jvm.gc.duration"))
          .allMatch(
              series ->
                  ManagementFactory.getGarbageCollectorMXBeans().stream()
                      .map(GarbageCollectorMXBean::getName)
                      .anyMatch(name -> series.contains("jvm.gc.name=\"" + name + "\"")));
    }

    System.gc();
    assertThat(series("jvm.gc.duration")).isEmpty();
  }

  @Test
  void record_cycleBesideTheProgram_isNoPause() {
    GarbageCollectionMetrics collections =
        new GarbageCollectionMetrics(new Installation(metrics, Path.of("/"), Clock.system()));

    collections.record("ZGC Cycles", "end of GC cycle", "Warmup", 120);
    collections.record("ZGC Pauses", "end of GC pause", "Warmup", 1);
    collections.record("G1 Concurrent GC", "end of concurrent GC pause", "No GC", 3);

    assertThat(series("jvm.gc.concurrent.duration"))
        .containsExactly(
            "jvm.gc.concurrent.duration{jvm.gc.action=\"end of GC cycle\","
                + "jvm.gc.cause=\"Warmup\",jvm.gc.name=\"ZGC Cycles\"}");
    assertThat(series("jvm.gc.duration")).hasSize(2).noneMatch(one -> one.contains("Cycles"));
  }
}
