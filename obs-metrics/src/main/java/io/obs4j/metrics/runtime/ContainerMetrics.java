package io.obs4j.metrics.runtime;

import java.util.function.Supplier;

/** What the control group of this process may use, and uses. */
final class ContainerMetrics {

  private ContainerMetrics() {}

  static void install(Installation installation) {
    Supplier<ContainerCpu> cpu = ContainerCpu.reader(installation.root());
    if (cpu != null) {
      cpu(installation, new Sampled<>(installation.clock(), cpu));
    }
    Supplier<ContainerMemory> memory = ContainerMemory.reader(installation.root());
    if (memory != null) {
      memory(installation, new Sampled<>(installation.clock(), memory));
    }
  }

  private static void cpu(Installation installation, Sampled<ContainerCpu> cpu) {
    installation.counter(
        "container.cpu.time",
        "s",
        "Total CPU time consumed.",
        values -> {
          values.add(cpu.get().userSeconds(), "user");
          values.add(cpu.get().systemSeconds(), "system");
        },
        "cpu.mode");
    installation.upDownCounter(
        "container.cpu.limit",
        "{cpu}",
        "Processors that the container may use.",
        values -> values.add(cpu.get().limit()));
    installation.counter(
        "container.cpu.throttling.periods",
        "{period}",
        "Periods in which the limit of processors was enforced.",
        values -> values.add(cpu.get().periods()));
    installation.counter(
        "container.cpu.throttling.throttled_periods",
        "{period}",
        "Periods in which the limit of processors was reached.",
        values -> values.add(cpu.get().throttledPeriods()));
    installation.counter(
        "container.cpu.throttling.throttled_time",
        "s",
        "Time that threads had to wait because the limit of processors was reached, summed up.",
        values -> values.add(cpu.get().throttledSeconds()));
  }

  private static void memory(Installation installation, Sampled<ContainerMemory> memory) {
    installation.upDownCounter(
        "container.memory.usage",
        "By",
        "Memory usage of the container.",
        values -> values.add(memory.get().usage()));
    installation.upDownCounter(
        "container.memory.working_set",
        "By",
        "Container memory working set.",
        values -> values.add(memory.get().workingSet()));
    installation.upDownCounter(
        "container.memory.rss",
        "By",
        "Container memory RSS.",
        values -> values.add(memory.get().anonymous()));
    installation.upDownCounter(
        "container.memory.available",
        "By",
        "Container memory available.",
        values -> values.add(memory.get().available()));
    installation.upDownCounter(
        "container.memory.limit",
        "By",
        "Memory that the container may use.",
        values -> values.add(memory.get().limit()));
  }
}
