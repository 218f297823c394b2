package io.obs4j.metrics.runtime;

import io.obs4j.core.Diagnostics;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What the JVM knows of the machine and of its own process. A negative number or NaN stands for
 * what it does not know. Safe for use by any thread.
 */
class OperatingSystem {

  private OperatingSystem() {}

  /** The richest view that there is. */
  static OperatingSystem get(Diagnostics diagnostics) {
    try {
      return Extended.get();
    } catch (LinkageError e) {
      diagnostics.inform(
          "CPU utilization, file descriptors and memory of the machine are not read from the JVM,"
              + " because the module jdk.management is missing; add it to the image");
      return new OperatingSystem();
    }
  }

  /** CPU time of the process, in nanoseconds. */
  long processCpuNanos() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(Duration::toNanos)
        .orElse(KernelFile.UNKNOWN);
  }

  /** The share that the process recently had of all processors, 0 to 1. */
  double processCpuUtilization() {
    return Double.NaN;
  }

  /** The share of all processors that was recently busy, 0 to 1. */
  double systemCpuUtilization() {
    return Double.NaN;
  }

  /** How many were running or waiting to run, on average over a minute. */
  final double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** File descriptors that are open. */
  long fileDescriptors() {
    return KernelFile.UNKNOWN;
  }

  /** File descriptors that may be open. */
  long fileDescriptorLimit() {
    return KernelFile.UNKNOWN;
  }

  /** RAM of the machine, in bytes; within a container on Linux, its limit. */
  long memory() {
    return KernelFile.UNKNOWN;
  }

  /** Of {@link #memory}, what is used for nothing. */
  long freeMemory() {
    return KernelFile.UNKNOWN;
  }

  /** Knows more, from the module jdk.management. */
  private static final class Extended extends OperatingSystem {

    private final com.sun.management.OperatingSystemMXBean bean;

    private Extended(com.sun.management.OperatingSystemMXBean bean) {
      this.bean = bean;
    }

    static OperatingSystem get() {
      return ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean bean
          ? new Extended(bean)
          : new OperatingSystem();
    }

    @Override
    long processCpuNanos() {
      return bean.getProcessCpuTime();
    }

    @Override
    double processCpuUtilization() {
      return bean.getProcessCpuLoad();
    }

    @Override
    double systemCpuUtilization() {
      return bean.getCpuLoad();
    }

    @Override
    long fileDescriptors() {
      return bean instanceof com.sun.management.UnixOperatingSystemMXBean unix
          ? unix.getOpenFileDescriptorCount()
          : KernelFile.UNKNOWN;
    }

    @Override
    long fileDescriptorLimit() {
      return bean instanceof com.sun.management.UnixOperatingSystemMXBean unix
          ? unix.getMaxFileDescriptorCount()
          : KernelFile.UNKNOWN;
    }

    @Override
    long memory() {
      return bean.getTotalMemorySize();
    }

    @Override
    long freeMemory() {
      return bean.getFreeMemorySize();
    }
  }
}
