package io.obs4j.metrics.runtime;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.ToLongFunction;

/** The memory of the JVM, by pool, and its buffers outside of the heap. */
final class MemoryMetrics {

  private static final String BYTES = "By";

  private final Installation installation;

  private MemoryMetrics(Installation installation) {
    this.installation = installation;
  }

  static void install(Installation installation) {
    MemoryMetrics metrics = new MemoryMetrics(installation);
    metrics.pools();
    metrics.buffers();
  }

  /** A pool with what it is known by. */
  private record Pool(MemoryPoolMXBean bean, String name, String type) {

    static Pool of(MemoryPoolMXBean bean) {
      String type = bean.getType() == MemoryType.HEAP ? "heap" : "non_heap";
      return new Pool(bean, bean.getName(), type);
    }
  }

  private void pools() {
    List<Pool> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(MemoryPoolMXBean::isValid)
            .map(Pool::of)
            .toList();
    Sampled<List<MemoryUsage>> usages =
        new Sampled<>(
            installation.clock(), () -> pools.stream().map(pool -> pool.bean.getUsage()).toList());
    usage("jvm.memory.used", "Measure of memory used.", pools, usages, MemoryUsage::getUsed);
    usage(
        "jvm.memory.committed",
        "Measure of memory committed.",
        pools,
        usages,
        MemoryUsage::getCommitted);
    usage(
        "jvm.memory.limit",
        "Measure of max obtainable memory.",
        pools,
        usages,
        MemoryUsage::getMax);
    usage(
        "jvm.memory.init",
        "Measure of initial memory requested.",
        pools,
        usages,
        MemoryUsage::getInit);
    installation.upDownCounter(
        "jvm.memory.used_after_last_gc",
        BYTES,
        "Measure of memory used, as measured after the most recent garbage collection event on this"
            + " pool.",
        values -> {
          for (Pool pool : pools) {
            MemoryUsage usage = pool.bean.getCollectionUsage();
            if (usage != null) {
              values.add(usage.getUsed(), pool.name, pool.type);
            }
          }
        },
        "jvm.memory.pool.name",
        "jvm.memory.type");
  }

  private void usage(
      String name,
      String help,
      List<Pool> pools,
      Sampled<List<MemoryUsage>> usages,
      ToLongFunction<MemoryUsage> part) {
    installation.upDownCounter(
        name,
        BYTES,
        help,
        values -> {
          List<MemoryUsage> usage = usages.get();
          for (int i = 0; i < usage.size(); i++) {
            Pool pool = pools.get(i);
            values.add(part.applyAsLong(usage.get(i)), pool.name, pool.type);
          }
        },
        "jvm.memory.pool.name",
        "jvm.memory.type");
  }

  private void buffers() {
    List<BufferPoolMXBean> pools =
        List.copyOf(ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class));
    buffer(
        "jvm.buffer.memory.used",
        BYTES,
        "Measure of memory used by buffers.",
        pools,
        BufferPoolMXBean::getMemoryUsed);
    buffer(
        "jvm.buffer.memory.limit",
        BYTES,
        "Measure of total memory capacity of buffers.",
        pools,
        BufferPoolMXBean::getTotalCapacity);
    buffer(
        "jvm.buffer.count",
        "{buffer}",
        "Number of buffers in the pool.",
        pools,
        BufferPoolMXBean::getCount);
  }

  private void buffer(
      String name,
      String unit,
      String help,
      List<BufferPoolMXBean> pools,
      ToLongFunction<BufferPoolMXBean> part) {
    installation.upDownCounter(
        name,
        unit,
        help,
        values -> pools.forEach(pool -> values.add(part.applyAsLong(pool), pool.getName())),
        "jvm.buffer.pool.name");
  }
}
