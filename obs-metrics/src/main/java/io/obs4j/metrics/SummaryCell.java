package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;

/** A series of a summary. */
final class SummaryCell extends StripedCell<SummaryStripe> implements Summary {

  /** Each stripe has a window of its own: few of them, to be small. */
  private static final int MOST_PLACES = 8;

  private final SummaryLayout layout;
  private final double nanosPerUnit;
  private final double unitsPerNano;
  private final long highestNanos;

  SummaryCell(Place place, SummaryLayout layout, double nanosPerUnit) {
    super(place, new SummaryStripe(layout, nanosPerUnit, place.table().clock()));
    this.layout = layout;
    this.nanosPerUnit = nanosPerUnit;
    unitsPerNano = 1 / nanosPerUnit;
    highestNanos = Math.min(ExactSum.MOST_NANOS, (long) (layout.highest() * nanosPerUnit));
  }

  @Override
  public void record(double value) {
    if (value >= 0 && value <= layout.highest()) {
      put(value, 0);
    } else {
      recordOutside(value);
    }
  }

  @Override
  public void recordNanos(long nanos) {
    if (nanosPerUnit == 0) {
      table.refuse(Refusal.UNIT);
    } else if (nanos >= 0 && nanos <= highestNanos) {
      put(nanos * unitsPerNano, nanos);
    } else {
      record(nanos / nanosPerUnit);
    }
  }

  private void recordOutside(double value) {
    if (value < 0) {
      table.refuse(Refusal.NEGATIVE);
    } else if (value <= Double.MAX_VALUE) {
      table.refuse(Refusal.TOO_LARGE);
      put(layout.highest(), 0);
    } else {
      table.refuse(Refusal.NOT_FINITE);
    }
  }

  @Override
  SummaryStripe stripe() {
    return new SummaryStripe(layout, nanosPerUnit, table.clock());
  }

  @Override
  int places() {
    return Math.min(MOST_PLACES, Stripes.COUNT);
  }

  @Override
  void add(SummaryStripe stripe, double value, long nanos) {
    stripe.add(value, nanos);
  }

  @Override
  void read(SummaryStripe stripe, Readings readings) {
    stripe.addTo(readings.summary());
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    readings.summary().begin(layout, nanosPerUnit);
    readAll(readings);
    visitor.summary(this, readings.summary().end());
  }
}
