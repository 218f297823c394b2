package io.obs4j.metrics;

import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricVisitor;

/** A series whose value callbacks report: shown in walks of the round in which it was observed. */
final class ObservedCell extends Cell {

  /*
   * The pending fields belong to the round that is running, under the lock of Callbacks. Committing
   * copies them under the monitor of the cell, under which walks copy them out: value and round
   * always fit, also where walks overlap. Of a summary the integer is the count, the fraction the
   * sum.
   */
  private long pendingRound;
  private boolean pendingIntegral;
  private long pendingInteger;
  private double pendingFraction;

  private long round;
  private boolean integral;
  private long integer;
  private double fraction;

  ObservedCell(Place place) {
    super(place);
  }

  void observe(long current, long value) {
    if (value < 0 && kind() == MetricKind.COUNTER) {
      table.refuse(Refusal.NEGATIVE);
    } else if (!addsTo(current)) {
      pending(current, true, value, (double) value);
    } else {
      pending(current, pendingIntegral, pendingInteger + value, pendingFraction + value);
    }
  }

  void observe(long current, double value) {
    if (value < 0 && kind() == MetricKind.COUNTER) {
      table.refuse(Refusal.NEGATIVE);
    } else if (!Double.isFinite(value) && kind() != MetricKind.GAUGE) {
      table.refuse(Refusal.NOT_FINITE);
    } else {
      pending(current, false, 0, addsTo(current) ? pendingFraction + value : value);
    }
  }

  /** Count and sum of a summary. */
  void observe(long current, long count, double sum) {
    if (count < 0) {
      table.refuse(Refusal.NEGATIVE);
    } else if (!Double.isFinite(sum)) {
      table.refuse(Refusal.NOT_FINITE);
    } else if (addsTo(current)) {
      pending(current, true, pendingInteger + count, pendingFraction + sum);
    } else {
      pending(current, true, count, sum);
    }
  }

  private boolean addsTo(long current) {
    return pendingRound == current && kind() != MetricKind.GAUGE;
  }

  private MetricKind kind() {
    return table.declaration().kind();
  }

  private void pending(long current, boolean isIntegral, long newInteger, double newFraction) {
    pendingRound = current;
    pendingIntegral = isIntegral;
    pendingInteger = newInteger;
    pendingFraction = newFraction;
  }

  /** Publishes what was observed in the round that ends. */
  synchronized void commit() {
    round = pendingRound;
    integral = pendingIntegral;
    integer = pendingInteger;
    fraction = pendingFraction;
  }

  /** Whether a value was reported in a round or in a later one. */
  synchronized boolean isObserved(long since) {
    return round >= since;
  }

  @Override
  boolean isVisible(Readings readings) {
    return isObserved(readings.round);
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    if (kind() == MetricKind.SUMMARY) {
      SummaryFlyweight totals = readings.summary();
      synchronized (this) {
        totals.setTotals(integer, fraction);
      }
      visitor.summary(this, totals);
      return;
    }
    NumberFlyweight number = readings.number;
    synchronized (this) {
      if (integral) {
        number.set(integer, null);
      } else {
        number.set(fraction, null);
      }
    }
    if (kind() == MetricKind.GAUGE) {
      visitor.gauge(this, number);
    } else {
      visitor.counter(this, number);
    }
  }

  /** Being observed counts as being written. */
  @Override
  synchronized long activity() {
    return round;
  }

  @Override
  void close() {}
}
