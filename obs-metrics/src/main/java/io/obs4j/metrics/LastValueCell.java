package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A series of which the last value counts, and which is not shown before it has one. */
final class LastValueCell extends Cell {

  /*
   * One word holds the value, as a long or as the bits of a double: which, the declaration says.
   * Writers set it, then the mark that it is there; readers look in the other order. The count of
   * writes is plain; it only has to change.
   */
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(LastValueCell.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final boolean integral;
  private volatile long value;
  private volatile boolean written;
  private volatile boolean closed;
  private int writes;

  LastValueCell(Place place) {
    super(place);
    integral = place.table().declaration().aggregation() == Aggregation.Plain.INTEGERS;
  }

  void set(long newValue) {
    put(integral ? newValue : Double.doubleToRawLongBits((double) newValue));
  }

  void set(double newValue) {
    put(integral ? (long) newValue : Double.doubleToRawLongBits(newValue));
  }

  private void put(long bits) {
    if (closed) {
      table.refuse(Refusal.REMOVED);
      return;
    }
    VALUE.setRelease(this, bits);
    writes++;
    if (!written) {
      written = true;
    }
  }

  @Override
  boolean isVisible(Readings readings) {
    return written;
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    long bits = value;
    visitor.gauge(
        this,
        integral
            ? readings.number.set(bits, null)
            : readings.number.set(Double.longBitsToDouble(bits), null));
  }

  @Override
  long activity() {
    return writes;
  }

  @Override
  void close() {
    closed = true;
  }
}
