package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A series of a settable gauge. */
final class GaugeCell extends Cell implements Gauge {

  /*
   * One word holds the bits of the value; set replaces it, add and max change it by compare-and-set.
   * All are lock-free. A write that races with the removal of the series may be lost without a
   * count: it is then older than the removal. The count of writes is plain; it only has to change.
   */
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(GaugeCell.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long value;
  private volatile boolean closed;
  private int writes;

  GaugeCell(Place place) {
    super(place);
  }

  @Override
  public void set(double newValue) {
    if (isOpen()) {
      VALUE.setRelease(this, Double.doubleToRawLongBits(newValue));
    }
  }

  @Override
  public void add(double amount) {
    if (isOpen()) {
      long before;
      do {
        before = value;
      } while (!VALUE.compareAndSet(this, before, bits(Double.longBitsToDouble(before) + amount)));
    }
  }

  @Override
  public void max(double candidate) {
    if (isOpen()) {
      long before;
      do {
        before = value;
        if (!(candidate > Double.longBitsToDouble(before))) {
          return;
        }
      } while (!VALUE.compareAndSet(this, before, bits(candidate)));
    }
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    visitor.gauge(this, readings.number.set(Double.longBitsToDouble(value), null));
  }

  @Override
  long activity() {
    return writes;
  }

  @Override
  void close() {
    closed = true;
  }

  private boolean isOpen() {
    if (closed) {
      table.refuse(Refusal.REMOVED);
      return false;
    }
    writes++;
    return true;
  }

  private static long bits(double number) {
    return Double.doubleToRawLongBits(number);
  }
}
