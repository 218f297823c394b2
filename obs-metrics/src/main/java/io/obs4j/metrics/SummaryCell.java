package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;

/** A series of a summary. */
final class SummaryCell extends StripedCell<SummaryStripe> implements Summary {

  /** Each stripe has a window of its own: few of them, to be small. */
  private static final int MOST_STRIPES = 8;

  private final SummaryLayout layout;
  private final double nanosPerUnit;

  SummaryCell(Place place, SummaryLayout layout) {
    super(place, new SummaryStripe(layout, place.table().clock()), MOST_STRIPES);
    this.layout = layout;
    nanosPerUnit = TimeUnits.nanos(place.table().declaration().unit());
  }

  @Override
  public void record(double value) {
    if (value >= 0 && value <= layout.highest()) {
      put(value);
    } else {
      recordOutside(value);
    }
  }

  private void recordOutside(double value) {
    if (value < 0) {
      table.refuse(Refusal.NEGATIVE);
    } else if (value <= Double.MAX_VALUE) {
      table.refuse(Refusal.TOO_LARGE);
      put(layout.highest());
    } else {
      table.refuse(Refusal.NOT_FINITE);
    }
  }

  @Override
  public void recordNanos(long nanos) {
    if (nanosPerUnit == 0) {
      table.refuse(Refusal.UNIT);
    } else {
      record(nanos / nanosPerUnit);
    }
  }

  @Override
  SummaryStripe stripe() {
    return new SummaryStripe(layout, table.clock());
  }

  @Override
  void read(SummaryStripe stripe, Readings readings) {
    stripe.addTo(readings.summary);
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    readings.summary.begin(layout);
    read(readings);
    visitor.summary(this, readings.summary.end());
  }

  @Override
  long activity() {
    Readings readings = new Readings();
    readings.summary.begin(layout);
    read(readings);
    return readings.summary.count();
  }
}
