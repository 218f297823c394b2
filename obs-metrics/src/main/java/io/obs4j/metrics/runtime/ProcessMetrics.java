package io.obs4j.metrics.runtime;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;

/** The process as the operating system sees it. */
final class ProcessMetrics {

  /** Linux tells CPU time in ticks of a hundredth of a second on all machines that run a JVM. */
  private static final double SECONDS_PER_TICK = 0.01;

  private ProcessMetrics() {}

  static void install(Installation installation) {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    installation.gauge(
        "process.uptime",
        "s",
        "The time the process has been running.",
        values -> values.add(runtime.getUptime() / 1e3));

    ProcessStatus.Reader reader = new ProcessStatus.Reader(installation.root());
    Sampled<ProcessStatus> status = new Sampled<>(installation.clock(), reader::read);
    installation.counter(
        "process.cpu.time",
        "s",
        "Total CPU seconds broken down by different CPU modes.",
        values -> {
          values.add(status.get().userTicks() * SECONDS_PER_TICK, "user");
          values.add(status.get().systemTicks() * SECONDS_PER_TICK, "system");
        },
        "cpu.mode");
    installation.upDownCounter(
        "process.memory.usage",
        "By",
        "The amount of physical memory in use.",
        values -> values.add(status.get().residentBytes()));
    installation.upDownCounter(
        "process.memory.virtual",
        "By",
        "The amount of committed virtual memory.",
        values -> values.add(status.get().virtualBytes()));
    installation.upDownCounter(
        "process.thread.count",
        "{thread}",
        "Process threads count.",
        values -> values.add(status.get().threads()));
    installation.counter(
        "process.paging.faults",
        "{fault}",
        "Number of page faults the process has made.",
        values -> {
          values.add(status.get().minorFaults(), "minor");
          values.add(status.get().majorFaults(), "major");
        },
        "system.paging.fault.type");
    installation.counter(
        "process.disk.io",
        "By",
        "Disk bytes transferred.",
        values -> {
          values.add(status.get().readBytes(), "read");
          values.add(status.get().writtenBytes(), "write");
        },
        "disk.io.direction");
  }
}
