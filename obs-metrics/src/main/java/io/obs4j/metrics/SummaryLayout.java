package io.obs4j.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The window and the precision of a summary.
 *
 * @param window how far quantiles look back
 * @param slices the parts in which the window slides
 * @param quantiles ascending, the last of them 1
 * @param digits significant decimal digits
 * @param resolution the finest difference that is told apart
 * @param highest beyond which values count as this
 */
record SummaryLayout(
    Duration window,
    int slices,
    List<Double> quantiles,
    int digits,
    double resolution,
    double highest) {

  long sliceNanos() {
    return Math.max(1, window.toNanos() / slices);
  }

  /** The quantiles with the maximum, ascending, each once. */
  static List<Double> withMaximum(double... quantiles) {
    double[] all = Arrays.copyOf(quantiles, quantiles.length + 1);
    all[quantiles.length] = 1;
    return Arrays.stream(all).sorted().distinct().boxed().toList();
  }

  @Override
  public String toString() {
    return "quantiles="
        + quantiles
        + " over "
        + window
        + " in "
        + slices
        + " slices, digits="
        + digits
        + ", from "
        + resolution
        + " to "
        + highest;
  }
}
