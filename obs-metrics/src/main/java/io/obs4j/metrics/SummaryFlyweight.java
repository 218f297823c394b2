package io.obs4j.metrics;

import io.obs4j.core.SummaryReading;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The summary that a walk shows to the visitor at the moment. */
final class SummaryFlyweight implements SummaryReading {

  private @Nullable SummaryLayout layout;
  private @Nullable Histogram window;
  private double[] values = {};
  private long count;
  private double sum;
  private double max;

  /** Begins a series. */
  void begin(SummaryLayout next) {
    if (window == null || layout == null || layout.digits() != next.digits()) {
      window = SummaryStripe.histogram(next);
    } else {
      window.reset();
    }
    layout = next;
    count = 0;
    sum = 0;
    max = 0;
  }

  /** Adds a slice of the window. */
  void add(Histogram slice, double maximum) {
    if (window != null) {
      window.add(slice);
    }
    max = Math.max(max, maximum);
  }

  /** Adds what was recorded since the start. */
  void add(long moreCount, double moreSum) {
    count += moreCount;
    sum += moreSum;
  }

  /** Computes the quantiles. */
  SummaryFlyweight end() {
    SummaryLayout ended = layout;
    Histogram all = window;
    if (ended == null || all == null) {
      return this;
    }
    if (values.length != ended.quantiles().size()) {
      values = new double[ended.quantiles().size()];
    }
    for (int i = 0; i < values.length; i++) {
      if (all.getTotalCount() == 0) {
        values[i] = Double.NaN;
      } else {
        long units = all.getValueAtPercentile(100 * ended.quantiles().get(i));
        values[i] = i == values.length - 1 ? max : Math.min(max, units * ended.resolution());
      }
    }
    return this;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public double sum() {
    return sum;
  }

  @Override
  public int quantileCount() {
    return values.length;
  }

  @Override
  public double quantile(int index) {
    return layout == null ? Double.NaN : layout.quantiles().get(index);
  }

  @Override
  public double value(int index) {
    return values[index];
  }
}
