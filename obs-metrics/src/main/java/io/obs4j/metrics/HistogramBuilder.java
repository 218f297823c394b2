package io.obs4j.metrics;

import io.obs4j.core.MetricKind;

/**
 * Declares a {@link Histogram}.
 *
 * <p>By default values are counted in exponential buckets: each power of two is divided into as
 * many as fit the limits, so that any quantile is known within a small relative error, whatever the
 * range of the values. Formats without exponential buckets show explicit ones whose bounds are
 * powers of two, chosen by the unit.
 */
public final class HistogramBuilder extends InstrumentBuilder<Histogram, HistogramBuilder> {

  /** The finest scale that there is, and the default: {@value}, 256 buckets an octave. */
  public static final int FINEST_SCALE = ExponentialIndex.SCALE;

  /** The coarsest scale that may be asked for: {@value}. */
  public static final int COARSEST_SCALE = -10;

  /** How many exponential buckets there are at most by default, for either sign: {@value}. */
  public static final int DEFAULT_MAX_BUCKETS = 160;

  /** How many exponential buckets may be asked for: {@value}. */
  public static final int MOST_BUCKETS = 2_048;

  /** How many explicit bounds may be asked for: {@value}. */
  public static final int MOST_BOUNDS = 1_024;

  private static final double[] BY_UNIT = {};

  private int maxScale = FINEST_SCALE;
  private int maxBuckets = DEFAULT_MAX_BUCKETS;
  private double zeroThreshold;
  private boolean exponential = true;
  private boolean explicit;
  private double[] bounds = BY_UNIT;

  HistogramBuilder(Registry registry, String name) {
    super(registry, name, MetricKind.HISTOGRAM);
  }

  /**
   * Sets the limits of the exponential buckets. Recording begins at the finest scale allowed, and
   * goes to a coarser one when the values need more buckets than allowed.
   *
   * @param finestScale from {@value #COARSEST_SCALE} to {@value #FINEST_SCALE}, the default: an
   *     octave is divided into 2<sup>scale</sup> buckets
   * @param mostBuckets from 2 to {@value #MOST_BUCKETS}, by default {@value #DEFAULT_MAX_BUCKETS}:
   *     for positive and for negative values alone
   * @return this builder
   */
  public HistogramBuilder exponential(int finestScale, int mostBuckets) {
    if (finestScale < COARSEST_SCALE || finestScale > FINEST_SCALE) {
      throw new IllegalArgumentException(
          "scale " + finestScale + of() + "from " + COARSEST_SCALE + " to " + FINEST_SCALE);
    }
    if (mostBuckets < 2 || mostBuckets > MOST_BUCKETS) {
      throw new IllegalArgumentException(
          "number of buckets " + mostBuckets + of() + "from 2 to " + MOST_BUCKETS);
    }
    exponential = true;
    maxScale = finestScale;
    maxBuckets = mostBuckets;
    return this;
  }

  /**
   * Sets which values count as zero.
   *
   * @param magnitude the largest that does, finite and not negative, by default 0
   * @return this builder
   */
  public HistogramBuilder zeroThreshold(double magnitude) {
    if (!(magnitude >= 0 && magnitude <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "zero threshold " + magnitude + of() + "finite and not negative");
    }
    zeroThreshold = magnitude;
    return this;
  }

  /**
   * Counts values in explicit buckets only.
   *
   * @param upperBounds inclusive, ascending, at most {@value #MOST_BOUNDS}; infinity is implied
   * @return this builder
   */
  public HistogramBuilder explicit(double... upperBounds) {
    bounds = checkBounds(name(), upperBounds);
    explicit = true;
    exponential = false;
    return this;
  }

  /**
   * Counts values in explicit and in exponential buckets.
   *
   * @param upperBounds as of {@link #explicit}
   * @return this builder
   */
  public HistogramBuilder both(double... upperBounds) {
    explicit(upperBounds);
    exponential = true;
    return this;
  }

  /**
   * Sets the powers of two that formats without exponential buckets show, by default chosen by the
   * unit. They are derived when the histogram is read and cost nothing when a value is recorded.
   *
   * @param powersOfTwo inclusive upper bounds, ascending, positive
   * @return this builder
   */
  public HistogramBuilder shownAs(double... powersOfTwo) {
    for (double bound : powersOfTwo) {
      if (!(bound >= Double.MIN_NORMAL && bound == Math.scalb(1.0, Math.getExponent(bound)))) {
        throw new IllegalArgumentException(
            "bound "
                + bound
                + of()
                + "a power of two, since it is derived from exponential buckets;"
                + " count other bounds with both(...)");
      }
    }
    bounds = checkBounds(name(), powersOfTwo);
    explicit = false;
    exponential = true;
    return this;
  }

  /**
   * Ends the declaration of a histogram whose labels are not fixed. Declarations of one name that
   * do not agree do not throw: it is told, and where they can, they share the series of the first.
   *
   * @return the family of its instruments
   */
  public OpenFamily<Histogram> open() {
    return openFamily();
  }

  @Override
  HistogramBuilder self() {
    return this;
  }

  @Override
  Cell cell(Cell.Place place) {
    return HistogramCell.of(place);
  }

  @Override
  Histogram refusing() {
    return RefusingHistogram.INSTANCE;
  }

  @Override
  Aggregation aggregation() {
    return layout();
  }

  private HistogramLayout layout() {
    if (!exponential) {
      return HistogramLayout.explicit(bounds, unit());
    }
    if (explicit) {
      return HistogramLayout.both(maxScale, maxBuckets, zeroThreshold, bounds, unit());
    }
    double[] shown = bounds;
    if (shown == BY_UNIT) {
      shown = HistogramLayout.defaultBounds(unit(), zeroThreshold);
    } else if (shown.length > 0 && shown[0] < zeroThreshold) {
      throw new IllegalArgumentException(
          "bound " + shown[0] + of() + "at least the zero threshold " + zeroThreshold);
    }
    return HistogramLayout.exponential(maxScale, maxBuckets, zeroThreshold, shown, unit());
  }

  /** A copy of finite, ascending bounds for the metrics of a name or pattern. */
  static double[] checkBounds(String metric, double... upperBounds) {
    if (upperBounds.length == 0 || upperBounds.length > MOST_BOUNDS) {
      throw new IllegalArgumentException(
          "number of bounds " + upperBounds.length + of(metric) + "from 1 to " + MOST_BOUNDS);
    }
    double[] checked = new double[upperBounds.length];
    for (int i = 0; i < checked.length; i++) {
      // Zero has no sign here.
      checked[i] = upperBounds[i] + 0.0;
      if (!(Math.abs(checked[i]) <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "bound " + checked[i] + of(metric) + "finite; the last bucket has no bound anyway");
      }
      if (i > 0 && checked[i] <= checked[i - 1]) {
        throw new IllegalArgumentException(
            "bound " + checked[i] + of(metric) + "above the one before it, " + checked[i - 1]);
      }
    }
    return checked;
  }

  private String of() {
    return of(name());
  }

  private static String of(String metric) {
    return " of metric " + metric + " must be ";
  }
}
