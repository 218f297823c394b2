package io.obs4j.metrics;

import io.obs4j.core.MetricKind;
import java.time.Duration;
import java.util.List;

/**
 * Declares a {@link Summary}.
 *
 * <p>A series keeps one histogram for each slice of the window, each growing with the range of its
 * values. With the default of two digits a histogram takes 1 KiB for each power of two between the
 * resolution and the largest value, and at most 26 KiB for the default range of times; a series has
 * one window at first, and up to eight more when threads meet in it.
 */
public final class SummaryBuilder extends InstrumentBuilder<Summary, SummaryBuilder> {

  /** How many seconds quantiles look back by default: {@value}. */
  public static final int DEFAULT_WINDOW_SECONDS = 120;

  /** In how many parts the window slides by default: {@value}. */
  public static final int DEFAULT_SLICES = 4;

  /** How many significant digits values are kept to by default: {@value}. */
  public static final int DEFAULT_DIGITS = 2;

  private static final double UNITS_BEYOND_DOUBLE = 0x1p53;

  private Duration window = Duration.ofSeconds(DEFAULT_WINDOW_SECONDS);
  private int slices = DEFAULT_SLICES;
  private double[] quantiles = {0.5, 0.9, 0.99};
  private boolean maximum = true;
  private int digits = DEFAULT_DIGITS;
  private double resolution;
  private double highest;

  SummaryBuilder(Registry registry, String name) {
    super(registry, name, MetricKind.SUMMARY);
  }

  /**
   * Sets over how long quantiles and maximum are told. The window slides by slices: what is told
   * covers the whole of it less at most one slice.
   *
   * @param duration at least a millisecond; by default {@value #DEFAULT_WINDOW_SECONDS} s
   * @param parts from 2 to 60; by default {@value #DEFAULT_SLICES}
   * @return this builder
   */
  public SummaryBuilder window(Duration duration, int parts) {
    if (duration.compareTo(Duration.ofMillis(1)) < 0
        || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("window " + duration + of() + "from 1 ms to 1 day");
    }
    if (parts < 2 || parts > 60) {
      throw new IllegalArgumentException("number of slices " + parts + of() + "from 2 to 60");
    }
    window = duration;
    slices = parts;
    return this;
  }

  /**
   * Sets the quantiles, by default 0.5, 0.9 and 0.99. The maximum, quantile 1, is told as well,
   * unless {@link #maximum} says otherwise.
   *
   * @param which from 0 to 1
   * @return this builder
   */
  public SummaryBuilder quantiles(double... which) {
    for (double quantile : which) {
      if (!(quantile >= 0 && quantile <= 1)) {
        throw new IllegalArgumentException("quantile " + quantile + of() + "from 0 to 1");
      }
    }
    quantiles = which.clone();
    return this;
  }

  /**
   * Switches the maximum, by default on. Without it and without {@link #quantiles} count and sum
   * are all that is told: no window is kept then, and recording any value that is not negative
   * takes neither the clock nor a range.
   *
   * @param told whether quantile 1 is told, also where it is not among the quantiles
   * @return this builder
   */
  public SummaryBuilder maximum(boolean told) {
    maximum = told;
    return this;
  }

  /**
   * Sets to how many significant decimal digits values are kept, for quantiles; the maximum and the
   * sum are exact. Each more takes about ten times the memory.
   *
   * @param significant from 1 to 4, by default {@value #DEFAULT_DIGITS}
   * @return this builder
   */
  public SummaryBuilder digits(int significant) {
    if (significant < 1 || significant > 4) {
      throw new IllegalArgumentException("digits " + significant + of() + "from 1 to 4");
    }
    digits = significant;
    return this;
  }

  /**
   * Sets the range. Values are kept as multiples of the resolution: a quantile errs by at most half
   * of that plus one part in ten to the power of the digits. Larger values than the highest count
   * as the highest, and are counted as refused.
   *
   * @param finest the resolution, by default 1 µs in units of time, else 0.001, in {@code By} 1
   * @param largest by default 1 h in units of time, else 10<sup>9</sup>, in {@code By}
   *     2<sup>40</sup>
   * @return this builder
   */
  public SummaryBuilder range(double finest, double largest) {
    if (!(finest >= Double.MIN_NORMAL
        && finest < largest
        && largest / finest < UNITS_BEYOND_DOUBLE)) {
      throw new IllegalArgumentException(
          "range "
              + finest
              + " to "
              + largest
              + of()
              + "positive, not subnormal, ascending, below 2^53 to 1");
    }
    resolution = finest;
    highest = largest;
    return this;
  }

  /**
   * Ends the declaration of a summary whose labels are not fixed. Declarations of one name that do
   * not agree do not throw: it is told, and where they can, they share the series of the first.
   *
   * @return the family of its instruments
   */
  public OpenFamily<Summary> open() {
    return openFamily();
  }

  /**
   * Ends the declaration of a summary whose labels are not fixed, and of which others keep count
   * and sum.
   *
   * @return what callbacks are added to
   */
  public OpenObservedSummary openObserved() {
    Declaration declared = openDeclaration(/* observed= */ false);
    return new OpenObservedSummary(
        registry().openObserved(declared.observedAs(name(), MetricKind.SUMMARY, unit())));
  }

  @Override
  SummaryBuilder self() {
    return this;
  }

  @Override
  Cell cell(Cell.Place place) {
    Declaration declared = place.table().declaration();
    SummaryLayout layout = (SummaryLayout) declared.aggregation();
    return new SummaryCell(place, layout, TimeUnits.nanos(declared.unit()));
  }

  @Override
  Summary refusing() {
    return RefusingSummary.INSTANCE;
  }

  @Override
  Aggregation aggregation() {
    List<Double> told =
        maximum ? SummaryLayout.withMaximum(quantiles) : SummaryLayout.sorted(quantiles);
    if (told.isEmpty()) {
      return new SummaryLayout(window, slices, told, digits, 1, Double.MAX_VALUE);
    }
    double nanos = TimeUnits.nanos(unit());
    boolean bytes = unit().equals("By");
    double finest = nanos == 0 ? (bytes ? 1 : 1e-3) : 1e3 / nanos;
    double largest = nanos == 0 ? (bytes ? 0x1p40 : 1e9) : 3_600e9 / nanos;
    return resolution == 0
        ? new SummaryLayout(window, slices, told, digits, finest, largest)
        : new SummaryLayout(window, slices, told, digits, resolution, highest);
  }

  private String of() {
    return " of metric " + name() + " must be ";
  }
}
