package io.obs4j.metrics.runtime;

import java.nio.file.Path;

/**
 * The memory of the machine, in bytes; {@link KernelFile#UNKNOWN} where it is not told.
 *
 * @param total RAM
 * @param free used for nothing
 * @param available an estimate of what programs can still get without swapping
 * @param buffers of block devices
 * @param cached contents of files
 * @param swapTotal swap space
 * @param swapFree swap space in use for nothing
 */
record MemoryInfo(
    long total,
    long free,
    long available,
    long buffers,
    long cached,
    long swapTotal,
    long swapFree) {

  /**
   * What is in use by programs: all that is not available. Kernels before 3.14 do not tell the
   * latter; then all that is neither free nor a cache.
   */
  long used() {
    if (total < 0) {
      return KernelFile.UNKNOWN;
    }
    if (available >= 0) {
      return Math.max(0, total - available);
    }
    return free < 0
        ? KernelFile.UNKNOWN
        : Math.max(0, total - free - Math.max(0, buffers) - Math.max(0, cached));
  }

  /** What of the swap space is in use. */
  long swapUsed() {
    return swapTotal < 0 || swapFree < 0 ? KernelFile.UNKNOWN : Math.max(0, swapTotal - swapFree);
  }

  /** This, or where it tells nothing at all, what the JVM knows. */
  MemoryInfo orElse(long memory, long freeMemory) {
    long unknown = KernelFile.UNKNOWN;
    return total >= 0
        ? this
        : new MemoryInfo(memory, freeMemory, unknown, unknown, unknown, unknown, unknown);
  }

  /** Reads proc(5): {@code meminfo}. */
  static final class Reader {

    private final KeyedFile file;

    Reader(Path root) {
      file =
          new KeyedFile(
              root.resolve("proc/meminfo"),
              "MemTotal:",
              "MemFree:",
              "MemAvailable:",
              "Buffers:",
              "Cached:",
              "SwapTotal:",
              "SwapFree:");
    }

    MemoryInfo read() {
      file.read();
      return new MemoryInfo(
          file.bytes("MemTotal:"),
          file.bytes("MemFree:"),
          file.bytes("MemAvailable:"),
          file.bytes("Buffers:"),
          file.bytes("Cached:"),
          file.bytes("SwapTotal:"),
          file.bytes("SwapFree:"));
    }
  }
}
