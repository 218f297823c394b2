package io.obs4j.metrics.runtime;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;

/** Threads, classes, processors and file descriptors, as the JVM tells of them. */
final class JvmMetrics {

  private JvmMetrics() {}

  static void install(Installation installation, OperatingSystem system) {
    threads(installation);
    classes(installation);
    processors(installation, system);
    fileDescriptors(installation, system);
  }

  private static void threads(Installation installation) {
    installation.upDownCounter(
        "jvm.thread.count",
        "{thread}",
        "Number of executing platform threads.",
        new ThreadStates()::add,
        "jvm.thread.daemon",
        "jvm.thread.state");
  }

  private static void classes(Installation installation) {
    ClassLoadingMXBean bean = ManagementFactory.getClassLoadingMXBean();
    installation.counter(
        "jvm.class.loaded",
        "{class}",
        "Number of classes loaded since JVM start.",
        values -> values.add(bean.getTotalLoadedClassCount()));
    installation.counter(
        "jvm.class.unloaded",
        "{class}",
        "Number of classes unloaded since JVM start.",
        values -> values.add(bean.getUnloadedClassCount()));
    installation.upDownCounter(
        "jvm.class.count",
        "{class}",
        "Number of classes currently loaded.",
        values -> values.add((long) bean.getLoadedClassCount()));
  }

  private static void processors(Installation installation, OperatingSystem system) {
    installation.counter(
        "jvm.cpu.time",
        "s",
        "CPU time used by the process as reported by the JVM.",
        values -> values.addNanos(system.processCpuNanos()));
    installation.upDownCounter(
        "jvm.cpu.count",
        "{cpu}",
        "Number of processors available to the Java virtual machine.",
        values -> values.add((long) Runtime.getRuntime().availableProcessors()));
    // The JVM measures from one question to the next: two readers that ask at once would leave the
    // second with an interval of nothing. The first question starts the first interval.
    Sampled<Double> process = new Sampled<>(installation.clock(), system::processCpuUtilization);
    Sampled<Double> whole = new Sampled<>(installation.clock(), system::systemCpuUtilization);
    process.get();
    whole.get();
    installation.gauge(
        "jvm.cpu.recent_utilization",
        "1",
        "Recent CPU utilization for the process as reported by the JVM.",
        values -> values.add(process.get()));
    installation.gauge(
        "jvm.system.cpu.utilization",
        "1",
        "Recent CPU utilization for the whole system as reported by the JVM.",
        values -> values.add(whole.get()));
    installation.gauge(
        "jvm.system.cpu.load_1m",
        "{run_queue_item}",
        "Average CPU load of the whole system for the last minute as reported by the JVM.",
        values -> values.add(system.loadAverage()));
  }

  private static void fileDescriptors(Installation installation, OperatingSystem system) {
    installation.upDownCounter(
        "jvm.file_descriptor.count",
        "{file_descriptor}",
        "Number of open file descriptors as reported by the JVM.",
        values -> values.add(system.fileDescriptors()));
    installation.upDownCounter(
        "jvm.file_descriptor.limit",
        "{file_descriptor}",
        "Measure of max open file descriptors as reported by the JVM.",
        values -> values.add(system.fileDescriptorLimit()));
  }
}
