package io.obs4j.metrics;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A series of an up-down counter. */
final class UpDownCounterCell extends SumCell implements UpDownCounter {

  /*
   * A sum may be what it was although it was written. So writers leave a mark, and reading the
   * activity takes it away. Both are plain: a mark may be lost to a race, but then the next write
   * leaves another.
   */
  private boolean written;
  private int activities;

  UpDownCounterCell(Place place) {
    super(place);
  }

  @Override
  public void increment() {
    add(1L, null);
  }

  @Override
  public void decrement() {
    add(-1L, null);
  }

  @Override
  public void add(long amount) {
    add(amount, null);
  }

  @Override
  public void add(double amount) {
    add(amount, null);
  }

  void add(long amount, @Nullable Context context) {
    mark();
    addInteger(amount, context);
  }

  void add(double amount, @Nullable Context context) {
    if (Double.isFinite(amount)) {
      mark();
      addFraction(amount, context);
    } else {
      table.refuse(Refusal.NOT_FINITE);
    }
  }

  private void mark() {
    if (!written) {
      written = true;
    }
  }

  @Override
  long activity() {
    if (written) {
      written = false;
      activities++;
    }
    return activities;
  }
}
