package io.obs4j.metrics;

import java.time.Duration;

/** The units of time that elapsed nanoseconds are converted to. */
final class TimeUnits {

  private TimeUnits() {}

  /**
   * How long a unit is.
   *
   * @param ucum {@code ns}, {@code us}, {@code ms}, {@code s}, {@code min}, {@code h} or {@code d}
   * @return nanoseconds, or 0 if the unit is not one of time
   */
  static double nanos(String ucum) {
    return switch (ucum) {
      case "ns" -> 1;
      case "us" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "min" -> 60e9;
      case "h" -> 3_600e9;
      case "d" -> 86_400e9;
      default -> 0;
    };
  }

  /** A duration in nanoseconds, or the nearest that there is. */
  static long saturatedNanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
