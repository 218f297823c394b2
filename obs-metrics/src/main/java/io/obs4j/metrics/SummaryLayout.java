package io.obs4j.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The window and the precision of a summary.
 *
 * @param window how far quantiles look back
 * @param slices the parts in which the window slides
 * @param quantiles ascending; none if count and sum are all that is told
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
    double highest)
    implements Aggregation {

  long sliceNanos() {
    return Math.max(1, window.toNanos() / slices);
  }

  /** Whether recent values are kept. */
  boolean isWindowed() {
    return !quantiles.isEmpty();
  }

  /** Quantiles, ascending, each once. */
  static List<Double> sorted(double... quantiles) {
    return Arrays.stream(quantiles).sorted().distinct().boxed().toList();
  }

  /** The same with the maximum. */
  static List<Double> withMaximum(double... quantiles) {
    double[] all = Arrays.copyOf(quantiles, quantiles.length + 1);
    all[quantiles.length] = 1;
    return sorted(all);
  }

  /** Spelled out, as in {@link Aggregation.States}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SummaryLayout that
        && window.equals(that.window)
        && slices == that.slices
        && quantiles.equals(that.quantiles)
        && digits == that.digits
        && Double.compare(resolution, that.resolution) == 0
        && Double.compare(highest, that.highest) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(window, slices, quantiles, digits, resolution, highest);
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
