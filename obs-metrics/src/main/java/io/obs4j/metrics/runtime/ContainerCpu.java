package io.obs4j.metrics.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The processors that a control group may use and has used. NaN or a negative number stands for
 * what is not limited or not told.
 *
 * @param limit in processors
 * @param userSeconds used in user mode
 * @param systemSeconds used in system mode
 * @param periods in which the limit was enforced
 * @param throttledPeriods in which it was reached
 * @param throttledSeconds that threads had to wait, summed up
 */
record ContainerCpu(
    double limit,
    double userSeconds,
    double systemSeconds,
    long periods,
    long throttledPeriods,
    double throttledSeconds) {

  private static final double MICROS = 1e-6;
  private static final double NANOS = 1e-9;
  private static final double TICKS = 1e-2;

  /** What reads it, or null outside of any control group that limits processors. */
  static @Nullable Supplier<ContainerCpu> reader(Path root) {
    ControlGroup quota = ControlGroup.of("cpu", root);
    if (quota != null) {
      return version1(quota, ControlGroup.of("cpuacct", root));
    }
    ControlGroup unified = ControlGroup.unified(root);
    return unified == null ? null : version2(unified);
  }

  private static Supplier<ContainerCpu> version2(ControlGroup group) {
    List<KernelFile> limits = group.files("cpu.max");
    KeyedFile stat =
        new KeyedFile(
            group.own().resolve("cpu.stat"),
            "user_usec",
            "system_usec",
            "nr_periods",
            "nr_throttled",
            "throttled_usec");
    return () -> {
      double least = Double.NaN;
      for (KernelFile limit : limits) {
        limit.read();
        limit.nextLine();
        least = lesser(least, limit.number(), limit.number());
      }
      stat.read();
      return new ContainerCpu(
          least,
          stat.number("user_usec") * MICROS,
          stat.number("system_usec") * MICROS,
          stat.number("nr_periods"),
          stat.number("nr_throttled"),
          stat.number("throttled_usec") * MICROS);
    };
  }

  private static Supplier<ContainerCpu> version1(
      ControlGroup group, @Nullable ControlGroup accounting) {
    List<KernelFile> quotas = group.files("cpu.cfs_quota_us");
    List<KernelFile> periods = group.files("cpu.cfs_period_us");
    KeyedFile stat =
        new KeyedFile(
            group.own().resolve("cpu.stat"), "nr_periods", "nr_throttled", "throttled_time");
    ControlGroup accounts = accounting == null ? group : accounting;
    KeyedFile time = new KeyedFile(accounts.own().resolve("cpuacct.stat"), "user", "system");
    return () -> {
      double least = Double.NaN;
      for (int i = 0; i < quotas.size(); i++) {
        least = lesser(least, quotas.get(i).readNumber(), periods.get(i).readNumber());
      }
      stat.read();
      time.read();
      return new ContainerCpu(
          least,
          time.number("user") * TICKS,
          time.number("system") * TICKS,
          stat.number("nr_periods"),
          stat.number("nr_throttled"),
          stat.number("throttled_time") * NANOS);
    };
  }

  private static double lesser(double least, long quota, long period) {
    return quota < 0 || period <= 0 || least <= (double) quota / period
        ? least
        : (double) quota / period;
  }
}
