package io.obs4j.metrics;

import io.obs4j.core.SummaryReading;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The summary that a walk shows to the visitor at the moment. */
final class SummaryFlyweight implements SummaryReading {

  private static final double[] NO_VALUES = {};

  private final ExactSum sum = new ExactSum();
  private @Nullable SummaryLayout layout;
  private double nanosPerUnit;
  private SummarySlice window = new SummarySlice(SummaryBuilder.DEFAULT_DIGITS);
  private Histogram histogram = new Histogram(SummaryBuilder.DEFAULT_DIGITS);
  private double[] values = NO_VALUES;
  private long count;

  /** Begins a series. */
  void begin(SummaryLayout next, double nanos) {
    layout = next;
    nanosPerUnit = nanos;
    count = 0;
    sum.clear();
    if (!next.isWindowed()) {
      return;
    }
    if (histogram.getNumberOfSignificantValueDigits() == next.digits()) {
      window.clear();
      histogram.reset();
    } else {
      window = new SummarySlice(next.digits());
      histogram = new Histogram(next.digits());
    }
  }

  /** Becomes a series that has no quantiles. */
  void setTotals(long newCount, double newSum) {
    layout = null;
    nanosPerUnit = 1;
    values = NO_VALUES;
    count = newCount;
    sum.clear();
    sum.add(newSum, 0, nanosPerUnit);
  }

  /** Adds a slice of the window. */
  void add(SummarySlice slice) {
    window.addAll(slice);
  }

  /** Adds what was recorded since the start. */
  void add(long moreCount, ExactSum moreSum) {
    count += moreCount;
    sum.addAll(moreSum, nanosPerUnit);
  }

  /** Computes the quantiles. */
  SummaryFlyweight end() {
    SummaryLayout ended = layout;
    if (ended == null || !ended.isWindowed()) {
      values = NO_VALUES;
      return this;
    }
    if (values.length != ended.quantiles().size()) {
      values = new double[ended.quantiles().size()];
    }
    window.addTo(histogram);
    double max = window.maximum();
    for (int i = 0; i < values.length; i++) {
      if (histogram.getTotalCount() == 0) {
        values[i] = Double.NaN;
      } else {
        double quantile = ended.quantiles().get(i);
        long units = histogram.getValueAtPercentile(100 * quantile);
        values[i] = quantile == 1 ? max : Math.min(max, units * ended.resolution());
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
    return sum.inUnit(nanosPerUnit);
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
