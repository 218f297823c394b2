package io.obs4j.metrics.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a control group may use and uses, in bytes; {@link KernelFile#UNKNOWN} stands for
 * what is not limited or not told.
 *
 * @param limit beyond which the kernel ends processes
 * @param usage all that the kernel accounts for, caches of files included
 * @param inactiveFile of it, what the kernel takes back first
 * @param anonymous of it, what backs no file: heaps and stacks
 */
record ContainerMemory(long limit, long usage, long inactiveFile, long anonymous) {

  /** Version 1 writes "no limit" as the largest number of whole pages. */
  private static final long NO_LIMIT = Long.MAX_VALUE / 2;

  /** What cannot be taken back easily; the kernel ends processes when it reaches the limit. */
  long workingSet() {
    return usage < 0 ? KernelFile.UNKNOWN : Math.max(0, usage - Math.max(0, inactiveFile));
  }

  /** What is left up to the limit. */
  long available() {
    return limit < 0 || usage < 0 ? KernelFile.UNKNOWN : Math.max(0, limit - workingSet());
  }

  /** What reads it, or null outside of any control group that limits memory. */
  static @Nullable Supplier<ContainerMemory> reader(Path root) {
    ControlGroup version1 = ControlGroup.of("memory", root);
    if (version1 != null) {
      return reader(
          version1,
          "memory.limit_in_bytes",
          "memory.usage_in_bytes",
          "total_inactive_file",
          "total_rss");
    }
    ControlGroup unified = ControlGroup.unified(root);
    return unified == null
        ? null
        : reader(unified, "memory.max", "memory.current", "inactive_file", "anon");
  }

  private static Supplier<ContainerMemory> reader(
      ControlGroup group, String max, String current, String inactiveFile, String anonymous) {
    List<KernelFile> limits = group.files(max);
    KernelFile usage = new KernelFile(group.own().resolve(current));
    KeyedFile stat = new KeyedFile(group.own().resolve("memory.stat"), inactiveFile, anonymous);
    return () -> {
      long least = NO_LIMIT;
      for (KernelFile file : limits) {
        long limit = file.readNumber();
        least = limit < 0 ? least : Math.min(least, limit);
      }
      stat.read();
      return new ContainerMemory(
          least == NO_LIMIT ? KernelFile.UNKNOWN : least,
          usage.readNumber(),
          stat.number(inactiveFile),
          stat.number(anonymous));
    };
  }
}
