package io.obs4j.metrics.runtime;

import io.obs4j.core.Diagnostics;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What the JVM knows of the machine and of its own process. A negative number or NaN stands for
 * what it does not know. Safe for use by any thread.
 */
interface OperatingSystem {

  /** The richest view that there is. */
  static OperatingSystem get(Diagnostics diagnostics) {
    try {
      return Extended.get();
    } catch (LinkageError e) {
      diagnostics.inform(
          "CPU utilization, file descriptors and memory of the machine are not read from the JVM,"
              + " because the module jdk.management is missing; add it to the image");
      return new OperatingSystem() {};
    }
  }

  /** CPU time of the process, in nanoseconds. */
  default long processCpuNanos() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(Duration::toNanos)
        .orElse(KernelFile.UNKNOWN);
  }

  /** The share that the process recently had of all processors, 0 to 1. */
  default double processCpuUtilization() {
    return Double.NaN;
  }

  /** The share of all processors that was recently busy, 0 to 1. */
  default double systemCpuUtilization() {
    return Double.NaN;
  }

  /** How many were running or waiting to run, on average over a minute. */
  default double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** File descriptors that are open. */
  default long fileDescriptors() {
    return KernelFile.UNKNOWN;
  }

  /** File descriptors that may be open. */
  default long fileDescriptorLimit() {
    return KernelFile.UNKNOWN;
  }

  /** RAM of the machine, in bytes; within a container on Linux, its limit. */
  default long memory() {
    return KernelFile.UNKNOWN;
  }

  /** Of {@link #memory}, what is used for nothing. */
  default long freeMemory() {
    return KernelFile.UNKNOWN;
  }

  /**
   * Knows more, from the module jdk.management.
   *
   * @param bean of that module
   */
  record Extended(com.sun.management.OperatingSystemMXBean bean) implements OperatingSystem {

    static OperatingSystem get() {
      return ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean bean
          ? new Extended(bean)
          : new OperatingSystem() {};
    }

    @Override
    public long processCpuNanos() {
      return bean.getProcessCpuTime();
    }

    @Override
    public double processCpuUtilization() {
      return bean.getProcessCpuLoad();
    }

    @Override
    public double systemCpuUtilization() {
      return bean.getCpuLoad();
    }

    @Override
    public long fileDescriptors() {
      return bean instanceof com.sun.management.UnixOperatingSystemMXBean unix
          ? unix.getOpenFileDescriptorCount()
          : KernelFile.UNKNOWN;
    }

    @Override
    public long fileDescriptorLimit() {
      return bean instanceof com.sun.management.UnixOperatingSystemMXBean unix
          ? unix.getMaxFileDescriptorCount()
          : KernelFile.UNKNOWN;
    }

    @Override
    public long memory() {
      return bean.getTotalMemorySize();
    }

    @Override
    public long freeMemory() {
      return bean.getFreeMemorySize();
    }
  }
}
