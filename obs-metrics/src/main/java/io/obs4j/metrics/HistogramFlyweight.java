package io.obs4j.metrics;

import io.obs4j.core.Exemplar;
import io.obs4j.core.ExponentialReading;
import io.obs4j.core.HistogramReading;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The distribution that a walk shows to the visitor at the moment. */
final class HistogramFlyweight implements HistogramReading, ExponentialReading {

  private final BucketWindow positive = new BucketWindow();
  private final BucketWindow negative = new BucketWindow();
  private final BucketWindow other = new BucketWindow();
  private final ExactSum sum = new ExactSum();
  private HistogramLayout layout = HistogramLayout.explicit(new double[0], "");
  private long[] counts = {};
  private Exemplar @Nullable [] exemplars;
  private long zeros;
  private long count;
  private double min;
  private double max;

  /** Begins a reading to which stripes are added. */
  void begin(HistogramLayout of, Exemplar @Nullable [] recent) {
    layout = of;
    exemplars = recent;
    if (counts.length <= of.bounds.length) {
      counts = new long[of.bounds.length + 1];
    } else {
      Arrays.fill(counts, 0);
    }
    int scale = Math.max(0, of.maxScale);
    positive.clear(scale);
    negative.clear(scale);
    zeros = 0;
    count = 0;
    sum.clear();
    min = Double.POSITIVE_INFINITY;
    max = Double.NEGATIVE_INFINITY;
  }

  void add(
      long @Nullable [] explicit,
      @Nullable BucketWindow above,
      @Nullable BucketWindow below,
      long nearZero,
      ExactSum partial,
      double least,
      double most) {
    if (explicit != null) {
      for (int i = 0; i <= layout.bounds.length; i++) {
        counts[i] += explicit[i];
      }
    }
    if (above != null) {
      other.copy(above);
      positive.addAll(other);
    }
    if (below != null) {
      other.copy(below);
      negative.addAll(other);
    }
    zeros += nearZero;
    sum.addAll(partial, layout.nanosPerUnit);
    min = Math.min(min, least);
    max = Math.max(max, most);
  }

  /** Ends the reading: derives what is shown from what was added. */
  HistogramFlyweight end() {
    if (layout.exponential) {
      positive.settle(positive.scale());
      negative.settle(negative.scale());
      if (!layout.explicit) {
        deriveExplicit();
      }
      int scale = Math.min(positive.scale(), negative.scale());
      scale = Math.min(scale, layout.maxScale);
      positive.settle(scale);
      negative.settle(scale);
      scale -= Math.max(positive.excess(layout.maxBuckets), negative.excess(layout.maxBuckets));
      positive.settle(scale);
      negative.settle(scale);
    }
    for (int i = 0; i <= layout.bounds.length; i++) {
      count += counts[i];
    }
    return this;
  }

  private void deriveExplicit() {
    double[] bounds = layout.bounds;
    counts[0] = zeros;
    for (int i = 0; i < negative.size(); i++) {
      counts[0] += negative.count(i);
    }
    int bucket = 0;
    for (int i = 0; i < positive.size(); i++) {
      int octave = positive.octave(i);
      while (bucket < bounds.length && Math.getExponent(bounds[bucket]) <= octave) {
        bucket++;
      }
      counts[bucket] += positive.count(i);
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public double sum() {
    return sum.inUnit(layout.nanosPerUnit);
  }

  @Override
  public double min() {
    return count == 0 ? Double.NaN : min;
  }

  @Override
  public double max() {
    return count == 0 ? Double.NaN : max;
  }

  @Override
  public int boundCount() {
    return layout.bounds.length;
  }

  @Override
  public double bound(int bucket) {
    return layout.bounds[bucket];
  }

  @Override
  public long bucketCount(int bucket) {
    return counts[bucket];
  }

  @Override
  public @Nullable Exemplar exemplar(int bucket) {
    return exemplars == null ? null : exemplars[bucket];
  }

  @Override
  public @Nullable ExponentialReading exponential() {
    return layout.exponential ? this : null;
  }

  @Override
  public int scale() {
    return positive.scale();
  }

  @Override
  public double zeroThreshold() {
    return layout.zeroThreshold;
  }

  @Override
  public long zeroCount() {
    return zeros;
  }

  @Override
  public Buckets positive() {
    return positive;
  }

  @Override
  public Buckets negative() {
    return negative;
  }
}
