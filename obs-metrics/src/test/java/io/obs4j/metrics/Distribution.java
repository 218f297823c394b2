package io.obs4j.metrics;

import io.obs4j.core.Exemplar;
import io.obs4j.core.ExponentialReading;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricSource;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;
import java.util.NoSuchElementException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A copy of a histogram's reading, for assertions. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Distribution(
    long count,
    double sum,
    double min,
    double max,
    double[] bounds,
    long[] counts,
    Exemplar[] exemplars,
    int scale,
    double zeroThreshold,
    long zeroCount,
    int positiveOffset,
    long[] positive,
    int negativeOffset,
    long[] negative) {

  static Distribution of(HistogramReading reading) {
    int bounds = reading.boundCount();
    ExponentialReading buckets = reading.exponential();
    return new Distribution(
        reading.count(),
        reading.sum(),
        reading.min(),
        reading.max(),
        IntStream.range(0, bounds).mapToDouble(reading::bound).toArray(),
        IntStream.rangeClosed(0, bounds).mapToLong(reading::bucketCount).toArray(),
        IntStream.rangeClosed(0, bounds).mapToObj(reading::exemplar).toArray(Exemplar[]::new),
        buckets == null ? Integer.MIN_VALUE : buckets.scale(),
        buckets == null ? 0 : buckets.zeroThreshold(),
        buckets == null ? 0 : buckets.zeroCount(),
        buckets == null ? 0 : buckets.positive().offset(),
        buckets == null ? new long[0] : counts(buckets.positive()),
        buckets == null ? 0 : buckets.negative().offset(),
        buckets == null ? new long[0] : counts(buckets.negative()));
  }

  /** The reading of the one series of a metric. */
  static Distribution of(MetricSource source, String name) {
    Find find = new Find(name);
    source.visit(find);
    if (find.found == null) {
      throw new NoSuchElementException(name);
    }
    return find.found;
  }

  boolean isExponential() {
    return scale != Integer.MIN_VALUE;
  }

  /** The count of the exponential view. */
  long exponentialCount() {
    return zeroCount + LongStream.of(positive).sum() + LongStream.of(negative).sum();
  }

  /** The count of the explicit view. */
  long explicitCount() {
    return LongStream.of(counts).sum();
  }

  /** How many values are at most a bound of the explicit view. */
  long atMost(double bound) {
    int buckets = (int) DoubleStream.of(bounds).filter(each -> each <= bound).count();
    return LongStream.of(counts).limit(buckets).sum();
  }

  private static long[] counts(ExponentialReading.Buckets buckets) {
    return IntStream.range(0, buckets.size()).mapToLong(buckets::count).toArray();
  }

  private static final class Find implements SelectiveMetricVisitor {

    private final String name;
    private boolean wanted;
    private Distribution found;

    Find(String name) {
      this.name = name;
    }

    @Override
    public void family(MetricFamily family) {
      wanted = family.name().equals(name);
    }

    @Override
    public void histogram(Series series, HistogramReading reading) {
      if (wanted) {
        found = Distribution.of(reading);
      }
    }
  }
}
