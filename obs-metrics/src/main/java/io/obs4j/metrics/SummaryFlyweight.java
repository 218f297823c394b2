package io.obs4j.metrics;

import io.obs4j.core.SummaryReading;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The summary that a walk shows to the visitor at the moment. */
final class SummaryFlyweight implements SummaryReading {

  private final ExactSum sum = new ExactSum();
  private @Nullable SummaryLayout layout;
  private double nanosPerUnit;
  private SummarySlice window = new SummarySlice(SummaryBuilder.DEFAULT_DIGITS);
  private Histogram histogram = new Histogram(SummaryBuilder.DEFAULT_DIGITS);
  private double[] values = {};
  private long count;

  /** Begins a series. */
  void begin(SummaryLayout next, double nanos) {
    if (histogram.getNumberOfSignificantValueDigits() == next.digits()) {
      window.clear();
      histogram.reset();
    } else {
      window = new SummarySlice(next.digits());
      histogram = new Histogram(next.digits());
    }
    layout = next;
    nanosPerUnit = nanos;
    count = 0;
    sum.clear();
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
    if (ended == null) {
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
        long units = histogram.getValueAtPercentile(100 * ended.quantiles().get(i));
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
